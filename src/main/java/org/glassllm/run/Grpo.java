package org.glassllm.run;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.glassllm.align.GrpoBatch;
import org.glassllm.align.GrpoObjective;
import org.glassllm.align.GrpoRollouts;
import org.glassllm.align.HeldOutReward;
import org.glassllm.align.MetricMeans;
import org.glassllm.align.RolloutPlan;
import org.glassllm.align.RolloutSource;
import org.glassllm.align.Scorer;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField.MayBeMissing;
import org.glassllm.batch.ExampleFile;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.loss.KlEstimator;
import org.glassllm.loss.PolicyClip;
import org.glassllm.model.LanguageModel;
import org.glassllm.token.Tokenizer;
import org.glassllm.train.Learner;
import org.glassllm.train.TrainSettings;

/**
 * Group relative policy optimization (Shao et al. 2024). The reference policy is the parent run's
 * model. A rollout has {@code batch · minibatches · gradAccum} responses, {@code group} to each
 * prompt.
 *
 * @param template the name of a {@link PromptTemplate}
 * @param heldOut the absolute path of a file with held-out instructions; null if every tenth row of
 *     the data is held out
 * @param strict whether a malformed row is an error; otherwise the row is skipped and reported
 * @param reward {@code rule} for the true reward of generated instructions, {@code right} for 1 if
 *     the answer is right, or the path of a run of a reward model
 * @param tokens maximum number of tokens in a response
 * @param missingEosPenalty is subtracted from the score of a truncated response, at least 0
 * @param group number of responses to each prompt, at least 2
 * @param kl β, the weight of the divergence from the reference policy in the loss, at least 0
 * @param klEstimator the estimate of the divergence: K3 in the paper, or K2
 * @param klLimit the approximate KL since the rollout at which a rollout ends early, in nats per
 *     token; 0 for no limit
 * @param policyClip ε of the policy loss below 1, greater than 0 and below 1
 * @param clipHigh ε of the policy loss above 1
 * @param divide whether the deviation of a group divides its advantages
 * @param mean whether all tokens count equally, or all responses
 * @param epochs number of epochs per rollout, at least 1
 * @param minibatches number of optimizer steps per epoch, at least 1
 */
public record Grpo(
    String template,
    @MayBeMissing @SerializedName("held_out") String heldOut,
    boolean strict,
    String reward,
    int tokens,
    @SerializedName("missing_eos_penalty") double missingEosPenalty,
    int group,
    double kl,
    @SerializedName("kl_estimator") KlEstimator klEstimator,
    @SerializedName("kl_limit") double klLimit,
    @SerializedName("policy_clip") double policyClip,
    @SerializedName("clip_high") double clipHigh,
    boolean divide,
    GrpoObjective.Mean mean,
    int epochs,
    int minibatches)
    implements FineTuning {
  /** Maximum number of rollouts in a row in which all groups have equal scores. */
  private static final int TRIES = 20;

  /** Checks the ranges; makes the paths absolute. */
  public Grpo {
    PromptTemplate.named(template);
    heldOut = heldOut == null ? null : RunData.located(heldOut);
    reward = Rewarding.located(reward);
    Check.positive("tokens", tokens);
    Check.notNegative("missing_eos_penalty", missingEosPenalty);
    Check.atLeast("group", group, 2);
    Check.notNegative("kl", kl);
    Check.oneOf("kl_estimator", klEstimator, List.of(KlEstimator.K2, KlEstimator.K3));
    Check.notNegative("kl_limit", klLimit);
    Check.notNull("mean", mean);
    Check.positive("policy_clip", policyClip);
    Check.below("policy_clip", policyClip, 0, 1);
    Check.positive("clip_high", clipHigh);
    new RolloutPlan(epochs, minibatches, 1, 0);
  }

  /** Creates a stage with usual settings. */
  public Grpo(String template, String reward) {
    this(
        template,
        null,
        false,
        reward,
        128,
        0,
        8,
        0.02,
        KlEstimator.K3,
        0,
        0.2,
        0.2,
        true,
        GrpoObjective.Mean.TOKENS,
        1,
        2);
  }

  /**
   * Returns the recipe of a stage that starts from a parent run. Model, kernels and precision are
   * those of the parent; the model has no dropout.
   */
  public static Recipe recipe(Recipe parent) {
    TrainSettings t = parent.training();
    TrainSettings settings =
        new TrainSettings(
            200,
            64,
            1,
            TrainSettings.Windows.SHUFFLED,
            3e-4,
            0,
            10,
            TrainSettings.Decay.LINEAR,
            t.optimizer(),
            t.seed(),
            25);
    return parent.with(settings).withoutDropout();
  }

  @Override
  public String kind() {
    return "grpo";
  }

  @Override
  public String objective() {
    return "grpo-clip";
  }

  @Override
  public ValidationFigure validationFigure() {
    return ValidationFigure.REWARD;
  }

  @Override
  public RunData data(String source, Recipe recipe) {
    recipe.requireNoDropout(kind());
    return FineTuning.instructions(this, source, recipe, false);
  }

  @Override
  public void requireEnough(RunFolder folder, int context) {
    ExampleFile.open(folder.trainingTokens());
    ExampleFile.open(folder.validationTokens());
  }

  private Rewarding rewarding() {
    return new Rewarding(this, reward, tokens, missingEosPenalty);
  }

  @Override
  public void check(RunData data, Tokenizer tokenizer, Recipe recipe) {
    prompts(recipe.training());
    rewarding().check(data, tokenizer, recipe.model().context());
  }

  @Override
  public Optional<RunRecord.Parent> prepare(Workplace work) {
    return rewarding().freeze(work);
  }

  @Override
  public Training<GrpoBatch> training(Workplace work) {
    TrainSettings training = work.recipe().training();
    Rewarding rewarding = rewarding();
    LanguageModel reference = rewarding.reference(work);
    Scorer scorer = rewarding.scorer(work);
    MetricMeans metrics = new MetricMeans();
    GrpoObjective objective =
        new GrpoObjective(
            work.model(), new PolicyClip(policyClip, clipHigh), klEstimator, kl, mean, metrics);
    Learner<GrpoBatch> learner =
        new Learner<>(
            work.manager(),
            work.model(),
            objective,
            work.model()::trainedParameters,
            training.optimizer(),
            training.seed());
    int prompts = prompts(training);
    GrpoRollouts method =
        new GrpoRollouts(
            rewarding.collector(work, reference, scorer, prompts), group, divide, TRIES);
    RolloutPlan plan = new RolloutPlan(epochs, minibatches, training.gradAccum(), training.seed());
    double limit = klLimit == 0 ? Double.POSITIVE_INFINITY : klLimit;
    return new RolloutTraining<>(
        learner,
        new RolloutSource<>(method, plan, limit, metrics),
        new HeldOutReward(rewarding.heldOut(work, reference, scorer), kl),
        RunSampler.answers(
            work, template, ExampleFile.open(work.folder().validationTokens()).get(0)),
        Map.of(),
        Stream.concat(GrpoObjective.METRICS.stream(), GrpoRollouts.metricNames().stream()).toList(),
        metrics);
  }

  /** Returns the number of prompts in a rollout. */
  private int prompts(TrainSettings training) {
    int responses = training.batch() * minibatches * training.gradAccum();
    if (responses % group != 0) {
      throw new InputException(
          "a rollout has batch %s times minibatches %s times gradAccum %s = %s responses, must be a"
              + " multiple of the group, %s; change one of these numbers",
          training.batch(), minibatches, training.gradAccum(), responses, group);
    }
    int parts = minibatches * training.gradAccum();
    if (parts > group) {
      throw new InputException(
          "an epoch has minibatches %s times gradAccum %s = %s micro-batches, must be at most the"
              + " group, %s, because all other groups may have equal scores; change one of these"
              + " numbers",
          minibatches, training.gradAccum(), parts, group);
    }
    return responses / group;
  }
}
