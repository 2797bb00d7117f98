package org.glassllm.pipeline;

import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;
import org.glassllm.run.Recipe;
import org.glassllm.run.Recipes;
import org.glassllm.text.tasks.Skills;
import org.glassllm.train.TrainSettings;

/**
 * All numbers of a pipeline. The files {@code tiny.json} and {@code smoke.json} of this package
 * give the numbers of the two recipes.
 *
 * @param name the name of the recipe
 * @param data the sizes of the generated data
 * @param model the sizes of the model
 * @param base pretraining
 * @param sft supervised fine-tuning on all skills
 * @param reward the reward model
 * @param dpo DPO from {@code sft}
 * @param ppo PPO from {@code sft} with the reward model
 * @param ppoNoKl PPO from {@code sft} with the reward model and without a KL penalty
 * @param grpo GRPO from {@code sft} with the true reward
 * @param addSft supervised fine-tuning of {@code base} on additions, too short to learn them
 * @param addReward the reward of {@code grpoAdd}: {@code right} is 1 for a right answer and 0 for
 *     any other answer; {@code rule} is the true reward, from which a model learns that is never
 *     right
 * @param grpoAdd GRPO from {@code addSft}
 * @param test the final evaluation
 */
public record PipelineRecipe(
    String name,
    Data data,
    Model model,
    Steps base,
    Steps sft,
    Steps reward,
    Pairs dpo,
    Rollouts ppo,
    @SerializedName("ppo_no_kl") Rollouts ppoNoKl,
    Rollouts grpo,
    @SerializedName("add_sft") Steps addSft,
    @SerializedName("add_reward") String addReward,
    @SerializedName("grpo_add") Rollouts grpoAdd,
    Test test) {
  /** The name of the true reward. */
  static final String RULE = "rule";

  /** The name of the reward for right answers alone. */
  static final String RIGHT = "right";

  /** Checks the reward of the additions. */
  public PipelineRecipe {
    Check.oneOf("add_reward", addReward, List.of(RULE, RIGHT));
  }

  /** The recipe of {@code glass pipeline tiny}. */
  public static final String TINY = "tiny";

  /** The recipe of a test, which takes seconds. */
  public static final String SMOKE = "smoke";

  /** The recipe whose model and optimizer the pipeline changes in size only. */
  private static final String PRESET = Recipes.DEFAULT;

  private static final Map<Class<?>, Function<JsonField, ?>> READERS =
      Map.of(Map.class, PipelineRecipe::shares);

  /**
   * The sizes of the generated data.
   *
   * @param tales number of tales for pretraining
   * @param taskTexts number of tasks as plain text for pretraining
   * @param tasks number of instructions for SFT
   * @param preferences number of preferences for the reward model and for DPO
   * @param prompts number of instructions for PPO and GRPO
   * @param additions number of additions for SFT and GRPO on additions
   * @param validation number of rows in each file for the evaluations during training
   * @param digits maximum number of digits in additions, from 1 to 3
   * @param endings whether the tales of questions contain their endings
   * @param polite share of instructions whose answer ends with a polite sentence
   * @param flipped share of preferences with a wrong label, from 0 to 0.5
   * @param shares how often each skill occurs in the training data, by name. In the other files,
   *     all skills of this list are equally frequent.
   */
  public record Data(
      int tales,
      @SerializedName("task_texts") int taskTexts,
      int tasks,
      int preferences,
      int prompts,
      int additions,
      int validation,
      int digits,
      boolean endings,
      double polite,
      double flipped,
      Map<String, Integer> shares) {
    /** Checks the ranges. */
    public Data {
      Check.positive("tales", tales);
      Check.positive("task_texts", taskTexts);
      Check.positive("tasks", tasks);
      Check.positive("preferences", preferences);
      Check.positive("prompts", prompts);
      Check.positive("additions", additions);
      Check.positive("validation", validation);
      Check.within("digits", digits, 1, 3);
      Check.within("polite", polite, 0, 1);
      Check.within("flipped", flipped, 0, 0.5);
      shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
      Check.positive("number of shares", shares.size());
      shares.forEach((skill, share) -> Check.positive("share of " + skill, share));
      Skills.named(List.copyOf(shares.keySet()), Skills.all());
    }
  }

  /**
   * The sizes of the model.
   *
   * @param layers number of blocks
   * @param dim embedding size
   * @param heads number of attention heads
   * @param context number of tokens; longer examples are left out
   * @param vocab vocabulary size of the tokenizer
   */
  public record Model(int layers, int dim, int heads, int context, int vocab) {}

  /**
   * The length of a training run.
   *
   * @param steps number of optimizer steps
   * @param batch number of texts, or of pairs of texts, in a step
   * @param lr maximum learning rate, which decays linearly to 0
   * @param warmup number of steps in which the learning rate rises
   * @param evalEvery number of steps between two evaluations
   */
  public record Steps(
      long steps, int batch, double lr, long warmup, @SerializedName("eval_every") long evalEvery) {
    TrainSettings settings(TrainSettings.Windows windows, long seed) {
      return PipelineRecipe.settings(steps, batch, lr, warmup, evalEvery, windows, seed);
    }
  }

  /**
   * A training run of DPO.
   *
   * @param training the length of the run
   * @param beta β: a larger β keeps the policy closer to the reference policy
   */
  public record Pairs(Steps training, double beta) {}

  /**
   * A training run on rollouts.
   *
   * @param rollouts number of rollouts
   * @param responses number of responses in a rollout
   * @param group number of responses to each prompt; 1 for PPO
   * @param tokens maximum number of tokens in a response
   * @param epochs number of epochs per rollout
   * @param minibatches number of optimizer steps per epoch; divides {@code responses}
   * @param lr maximum learning rate, which decays linearly to 0
   * @param kl weight of the divergence from the reference policy
   * @param evalEvery number of rollouts between two evaluations
   */
  public record Rollouts(
      int rollouts,
      int responses,
      int group,
      int tokens,
      int epochs,
      int minibatches,
      double lr,
      double kl,
      @SerializedName("eval_every") int evalEvery) {
    /** Checks that the minibatches divide the responses. */
    public Rollouts {
      Check.positive("rollouts", rollouts);
      Check.positive("epochs", epochs);
      Check.positive("minibatches", minibatches);
      if (responses % minibatches != 0) {
        throw Check.illegal("responses", responses, "a multiple of minibatches " + minibatches);
      }
    }

    TrainSettings settings(long seed) {
      long each = (long) epochs * minibatches;
      return PipelineRecipe.settings(
          rollouts * each,
          responses / minibatches,
          lr,
          0,
          evalEvery * each,
          TrainSettings.Windows.SHUFFLED,
          seed);
    }
  }

  /**
   * The sizes of the final evaluation.
   *
   * @param questions number of instructions of all skills
   * @param additions number of additions
   * @param pairs number of preferences
   * @param samples number of sampled answers to each instruction
   * @param k the k of pass@k, from 1 to {@code samples}
   * @param tokens maximum number of tokens in an answer
   */
  public record Test(int questions, int additions, int pairs, int samples, int k, int tokens) {
    /** Checks the ranges. */
    public Test {
      Check.positive("questions", questions);
      Check.positive("additions", additions);
      Check.positive("pairs", pairs);
      Check.within("k", k, 1, Check.positive("samples", samples));
      Check.positive("tokens", tokens);
    }
  }

  /** Returns the recipe with a name, {@link #TINY} or {@link #SMOKE}. */
  public static PipelineRecipe named(String name) {
    Check.oneOf("recipe", name, List.of(TINY, SMOKE));
    String file = name + ".json";
    try (InputStream in = PipelineRecipe.class.getResourceAsStream(file)) {
      return of(JsonField.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a recipe.
   *
   * @throws InputException if a value is missing, unknown or outside its range
   */
  public static PipelineRecipe of(JsonField json) {
    return json.record(PipelineRecipe.class, READERS);
  }

  /** Returns the functions that read the components of a recipe from JSON. */
  static Map<Class<?>, Function<JsonField, ?>> readers() {
    return READERS;
  }

  private static Map<String, Integer> shares(JsonField json) {
    Map<String, Integer> shares = new LinkedHashMap<>();
    json.object().keySet().forEach(skill -> shares.put(skill, json.entry(skill).integer()));
    return shares;
  }

  /** Returns the recipe of pretraining, whose model all stages share. */
  Recipe recipe(long seed) {
    Recipe preset = Recipes.named(PRESET);
    return new Recipe(
        preset.preset(),
        preset.model().toBuilder()
            .layers(model.layers())
            .dim(model.dim())
            .heads(model.heads())
            .context(model.context())
            .build(),
        base.settings(TrainSettings.Windows.RANDOM, seed),
        preset.tokenizer(),
        model.vocab());
  }

  private static TrainSettings settings(
      long steps,
      int batch,
      double lr,
      long warmup,
      long evalEvery,
      TrainSettings.Windows windows,
      long seed) {
    return new TrainSettings(
        steps,
        batch,
        1,
        windows,
        lr,
        0,
        warmup,
        TrainSettings.Decay.LINEAR,
        Recipes.named(PRESET).training().optimizer(),
        seed,
        evalEvery);
  }
}
