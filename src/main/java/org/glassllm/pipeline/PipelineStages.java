package org.glassllm.pipeline;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.pipeline.PipelineData.Source;
import org.glassllm.run.Dpo;
import org.glassllm.run.Grpo;
import org.glassllm.run.Ppo;
import org.glassllm.run.Pretraining;
import org.glassllm.run.RewardStage;
import org.glassllm.run.Sft;
import org.glassllm.run.Stage;
import org.glassllm.run.Stages;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.TrainSettings.Windows;

/**
 * The stages of a pipeline, in the order of their training. The order and the parents are the same
 * in every recipe; the recipe gives the numbers.
 *
 * @param folder the folder of the pipeline
 * @param recipe the numbers
 * @param data the files
 * @param seed determines the random numbers of all stages
 */
record PipelineStages(Path folder, PipelineRecipe recipe, PipelineData data, long seed) {
  static final String BASE = "base";
  static final String SFT = "sft";
  static final String REWARD = "reward";
  static final String DPO = "dpo";
  static final String PPO = "ppo";
  static final String PPO_NO_KL = "ppo-no-kl";
  static final String GRPO = "grpo";
  static final String ADD_SFT = "add-sft";
  static final String GRPO_ADD = "grpo-add";

  /** The names of the stages, which are the names of their folders. */
  static final List<String> ALL =
      List.of(BASE, SFT, REWARD, DPO, PPO, PPO_NO_KL, GRPO, ADD_SFT, GRPO_ADD);

  /** The runs that answer the instructions of all skills; the others start from the first one. */
  static final List<String> POLICIES = List.of(SFT, DPO, PPO, PPO_NO_KL, GRPO, BASE);

  /** The runs that answer the additions; the second one starts from the first one. */
  static final List<String> ADDERS = List.of(ADD_SFT, GRPO_ADD, BASE);

  private static final String TEMPLATE = PromptTemplate.ALL.get(0).name();

  /**
   * A stage of a pipeline.
   *
   * @param name the name, which is the name of the run's folder
   * @param parent the name of the stage whose weights the run starts from; null for the first stage
   * @param data the training data
   * @param stage the stage of the run
   * @param settings the training settings
   */
  record Planned(String name, String parent, Path data, Stage stage, TrainSettings settings) {}

  /** Returns the folder of the run of a stage. */
  Path run(String name) {
    return folder.resolve(name);
  }

  /** Returns all stages. */
  List<Planned> all() {
    return ALL.stream().map(this::planned).toList();
  }

  private Planned planned(String name) {
    return switch (name) {
      case BASE -> plan(name, null, Source.BASE, new Pretraining(), recipe.recipe(seed).training());
      case SFT ->
          plan(name, BASE, Source.TASKS, sft(Source.TASKS_VALIDATION), settings(recipe.sft()));
      case REWARD -> plan(name, SFT, Source.PREFERENCES, reward(), settings(recipe.reward()));
      case DPO -> plan(name, SFT, Source.PREFERENCES, dpo(), settings(recipe.dpo().training()));
      case PPO -> plan(name, SFT, Source.PROMPTS, ppo(recipe.ppo()), recipe.ppo().settings(seed));
      case PPO_NO_KL ->
          plan(name, SFT, Source.PROMPTS, ppo(recipe.ppoNoKl()), recipe.ppoNoKl().settings(seed));
      case GRPO ->
          plan(
              name,
              SFT,
              Source.PROMPTS,
              grpo(recipe.grpo(), PipelineRecipe.RULE, Source.TASKS_VALIDATION),
              recipe.grpo().settings(seed));
      case ADD_SFT ->
          plan(
              name,
              BASE,
              Source.ADDITIONS,
              sft(Source.ADDITIONS_VALIDATION),
              settings(recipe.addSft()));
      case GRPO_ADD ->
          plan(
              name,
              ADD_SFT,
              Source.ADDITIONS,
              grpo(recipe.grpoAdd(), recipe.addReward(), Source.ADDITIONS_VALIDATION),
              recipe.grpoAdd().settings(seed));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Planned plan(
      String name, String parent, Source source, Stage stage, TrainSettings settings) {
    return new Planned(name, parent, data.file(source), stage, settings);
  }

  private TrainSettings settings(PipelineRecipe.Steps steps) {
    return steps.settings(Windows.SHUFFLED, seed);
  }

  private Stage sft(Source validation) {
    return new Sft(TEMPLATE, data.file(validation));
  }

  private Stage reward() {
    return new RewardStage(TEMPLATE, data.file(Source.PREFERENCES_VALIDATION).toString(), false);
  }

  private Stage dpo() {
    String heldOut = data.file(Source.PREFERENCES_VALIDATION).toString();
    return new Dpo(TEMPLATE, heldOut, false, Dpo.LOSSES.get(0), recipe.dpo().beta(), 0, false);
  }

  private Stage ppo(PipelineRecipe.Rollouts rollouts) {
    Ppo defaults = new Ppo(TEMPLATE, run(REWARD).toString());
    return changed(defaults, rollouts, Source.TASKS_VALIDATION);
  }

  private Stage grpo(PipelineRecipe.Rollouts rollouts, String reward, Source validation) {
    return changed(new Grpo(TEMPLATE, reward), rollouts, validation);
  }

  /** Returns a stage of reinforcement learning with the numbers of the recipe. */
  private Stage changed(Stage defaults, PipelineRecipe.Rollouts rollouts, Source validation) {
    JsonObject settings = Stages.settings(defaults);
    settings.addProperty("held_out", data.file(validation).toString());
    settings.addProperty("tokens", rollouts.tokens());
    settings.addProperty("kl", rollouts.kl());
    settings.addProperty("epochs", rollouts.epochs());
    settings.addProperty("minibatches", rollouts.minibatches());
    if (settings.has("group")) {
      settings.addProperty("group", rollouts.group());
    }
    return Stages.of(defaults.kind(), settings);
  }
}
