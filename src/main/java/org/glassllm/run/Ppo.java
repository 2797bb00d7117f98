package org.glassllm.run;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.glassllm.align.Gae;
import org.glassllm.align.HeldOutReward;
import org.glassllm.align.KlPenalty;
import org.glassllm.align.MetricMeans;
import org.glassllm.align.PpoBatch;
import org.glassllm.align.PpoObjective;
import org.glassllm.align.PpoRollouts;
import org.glassllm.align.PpoSettings;
import org.glassllm.align.RolloutPlan;
import org.glassllm.align.RolloutSource;
import org.glassllm.align.Scorer;
import org.glassllm.align.ValueModel;
import org.glassllm.base.Check;
import org.glassllm.base.JsonField.MayBeMissing;
import org.glassllm.batch.ExampleFile;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.loss.KlEstimator;
import org.glassllm.loss.PolicyClip;
import org.glassllm.loss.ValueClip;
import org.glassllm.model.LanguageModel;
import org.glassllm.token.Tokenizer;
import org.glassllm.train.Learner;
import org.glassllm.train.TrainSettings;

/**
 * Proximal policy optimization (Schulman et al. 2017) with a KL penalty (Ziegler et al. 2019). The
 * reference policy is the parent run's model. A rollout has {@code batch · minibatches · gradAccum}
 * responses.
 *
 * @param template the name of a {@link PromptTemplate}
 * @param heldOut the absolute path of a file with held-out instructions; null if every tenth row of
 *     the data is held out
 * @param strict whether a malformed row is an error; otherwise the row is skipped and reported
 * @param reward {@code rule} for the true reward of generated instructions, {@code right} for 1 if
 *     the answer is right, or the path of a run of a reward model
 * @param tokens maximum number of tokens in a response
 * @param missingEosPenalty is subtracted from the score of a truncated response, at least 0
 * @param kl β, the coefficient of the KL penalty, at least 0
 * @param klTarget the intended divergence per response in nats, to which β adapts; 0 for a fixed β
 * @param klHorizon number of responses in which a deviation of 20 % changes β by about 20 %
 * @param klLimit the approximate KL since the rollout at which a rollout ends early, in nats per
 *     token; 0 for no limit
 * @param gamma γ, the discount factor, from 0 to 1
 * @param lambda λ of {@link Gae}, from 0 to 1
 * @param policyClip ε of the policy loss, greater than 0 and below 1
 * @param valueClip ε of the value loss, greater than 0
 * @param valueCoefficient weight of the value loss, at least 0
 * @param entropyCoefficient weight of the entropy, at least 0
 * @param epochs number of epochs per rollout, at least 1
 * @param minibatches number of optimizer steps per epoch, at least 1
 * @param whitenRewards whether the rewards are divided by their standard deviation
 */
public record Ppo(
    String template,
    @MayBeMissing @SerializedName("held_out") String heldOut,
    boolean strict,
    String reward,
    int tokens,
    @SerializedName("missing_eos_penalty") double missingEosPenalty,
    double kl,
    @SerializedName("kl_target") double klTarget,
    @SerializedName("kl_horizon") double klHorizon,
    @SerializedName("kl_limit") double klLimit,
    double gamma,
    double lambda,
    @SerializedName("policy_clip") double policyClip,
    @SerializedName("value_clip") double valueClip,
    @SerializedName("value_coefficient") double valueCoefficient,
    @SerializedName("entropy_coefficient") double entropyCoefficient,
    int epochs,
    int minibatches,
    @SerializedName("whiten_rewards") boolean whitenRewards)
    implements FineTuning {
  /** Checks the ranges; makes the paths absolute. */
  public Ppo {
    PromptTemplate.named(template);
    heldOut = heldOut == null ? null : RunData.located(heldOut);
    reward = Rewarding.located(reward);
    Check.positive("tokens", tokens);
    Check.notNegative("missing_eos_penalty", missingEosPenalty);
    Check.notNegative("kl_target", klTarget);
    Check.notNegative("kl_limit", klLimit);
    Check.notNegative("value_coefficient", valueCoefficient);
    Check.notNegative("entropy_coefficient", entropyCoefficient);
    Check.positive("policy_clip", policyClip);
    Check.below("policy_clip", policyClip, 0, 1);
    Check.positive("value_clip", valueClip);
    Check.positive("kl_horizon", klHorizon);
    Check.notNegative("kl", kl);
    if (klTarget > 0) {
      Check.positive("kl", kl); // an adaptive coefficient is multiplied, so 0 would stay 0
    }
    settings(kl, klTarget, klHorizon, gamma, lambda, whitenRewards);
    new RolloutPlan(epochs, minibatches, 1, 0);
  }

  /** Creates a stage with usual settings. */
  public Ppo(String template, String reward) {
    this(
        template, null, false, reward, 128, 1, 0.05, 0, 10_000, 0, 1, 0.95, 0.2, 0.2, 0.1, 0, 4, 4,
        false);
  }

  private static PpoSettings settings(
      double kl,
      double klTarget,
      double klHorizon,
      double gamma,
      double lambda,
      boolean whitenRewards) {
    Optional<PpoSettings.KlTarget> adaptive =
        klTarget == 0
            ? Optional.empty()
            : Optional.of(new PpoSettings.KlTarget(klTarget, klHorizon));
    KlPenalty penalty = new KlPenalty(kl, KlEstimator.K1);
    return new PpoSettings(penalty, adaptive, new Gae(gamma, lambda), whitenRewards);
  }

  /**
   * Returns the recipe of a stage that starts from a parent run. Model, kernels and precision are
   * those of the parent; the model has no dropout.
   */
  public static Recipe recipe(Recipe parent) {
    TrainSettings t = parent.training();
    TrainSettings settings =
        new TrainSettings(
            640,
            16,
            1,
            TrainSettings.Windows.SHUFFLED,
            2e-4,
            0,
            16,
            TrainSettings.Decay.LINEAR,
            t.optimizer(),
            t.seed(),
            80);
    return parent.with(settings).withoutDropout();
  }

  @Override
  public String kind() {
    return "ppo";
  }

  @Override
  public String objective() {
    return "ppo-clip";
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
    rewarding().check(data, tokenizer, recipe.model().context());
  }

  @Override
  public Optional<RunRecord.Parent> prepare(Workplace work) {
    return rewarding().freeze(work);
  }

  @Override
  public Training<PpoBatch> training(Workplace work) {
    TrainSettings training = work.recipe().training();
    Rewarding rewarding = rewarding();
    LanguageModel reference = rewarding.reference(work);
    Scorer scorer = rewarding.scorer(work);
    ValueModel model = ValueModel.critic(work.model());
    MetricMeans metrics = new MetricMeans();
    PpoObjective objective =
        new PpoObjective(
            model,
            new PolicyClip(policyClip),
            new ValueClip(valueClip),
            valueCoefficient,
            entropyCoefficient,
            metrics);
    Learner<PpoBatch> learner =
        new Learner<>(
            work.manager(),
            model,
            objective,
            model::trainedParameters,
            training.optimizer(),
            training.seed());
    int prompts = training.batch() * minibatches * training.gradAccum();
    PpoRollouts method =
        new PpoRollouts(
            rewarding.collector(work, reference, scorer, prompts),
            model,
            settings(kl, klTarget, klHorizon, gamma, lambda, whitenRewards));
    RolloutPlan plan = new RolloutPlan(epochs, minibatches, training.gradAccum(), training.seed());
    double limit = klLimit == 0 ? Double.POSITIVE_INFINITY : klLimit;
    return new RolloutTraining<>(
        learner,
        new RolloutSource<>(method, plan, limit, metrics),
        new HeldOutReward(rewarding.heldOut(work, reference, scorer), kl),
        RunSampler.answers(
            work, template, ExampleFile.open(work.folder().validationTokens()).get(0)),
        model.headParameters(),
        metricNames(),
        metrics);
  }

  private static List<String> metricNames() {
    return Stream.concat(PpoObjective.METRICS.stream(), PpoRollouts.metricNames().stream())
        .toList();
  }
}
