package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.glassllm.align.Gae;
import org.glassllm.align.GrpoObjective;
import org.glassllm.align.GrpoRollouts;
import org.glassllm.align.KlPenalty;
import org.glassllm.align.MetricMeans;
import org.glassllm.align.PpoObjective;
import org.glassllm.align.PpoRollouts;
import org.glassllm.align.PpoSettings;
import org.glassllm.align.Response;
import org.glassllm.align.ResponseSampler;
import org.glassllm.align.RolloutCollector;
import org.glassllm.align.RolloutMethod;
import org.glassllm.align.RolloutPlan;
import org.glassllm.align.RolloutPrompt;
import org.glassllm.align.RolloutSource;
import org.glassllm.align.Scorer;
import org.glassllm.align.ValueModel;
import org.glassllm.base.Progress;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.loss.KlEstimator;
import org.glassllm.loss.Objective;
import org.glassllm.loss.PolicyClip;
import org.glassllm.loss.ValueClip;
import org.glassllm.model.Gpt;
import org.glassllm.model.Network;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Seeds;
import org.glassllm.tensor.Torch;
import org.glassllm.text.tales.TaleChecker;
import org.glassllm.train.Learner;
import org.glassllm.train.StepMetrics;
import org.glassllm.train.TrainListener;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.Trainer;

/** Trains a copy of the base by PPO or GRPO once, and records each rollout. */
public final class PolicyRun {
  /** Responses in a rollout. */
  public static final int RESPONSES = 32;

  /** Responses to one prompt in GRPO. */
  static final int GROUP = 4;

  private static final int PROMPTS = 1600;
  private static final int EPOCHS = 2;
  private static final int MOST_TOKENS = 48;
  private static final int ROWS = 64;
  private static final double LEARNING_RATE = 5e-4;
  private static final double VALUE_COEFFICIENT = 0.1;
  private static final PolicyClip CLIP = new PolicyClip(0.2);

  private final EndingModels models;
  private final Scorer scorer;
  private final int updates;
  private final NDManager manager = Torch.manager();
  private final MetricMeans metrics = new MetricMeans();
  private final List<Update> recorded = new ArrayList<>();
  private List<String> texts = List.of();

  /**
   * The means over the responses of a rollout.
   *
   * @param score the reward of the reward model
   * @param kl the divergence from the base per response in nats, estimated by K1
   * @param liked the share of tales with the liked ending: the true reward
   * @param parses the share of tales that follow the grammar
   * @param tokens the length of a response
   */
  public record Update(double score, double kl, double liked, double parses, double tokens) {}

  /**
   * The result of a run.
   *
   * @param updates one element per rollout
   * @param tales the complete tales of the last rollout
   */
  public record Result(List<Update> updates, List<String> tales) {
    /** Returns the mean of a number over the last 10 rollouts. */
    public double last(ToDoubleFunction<Update> number) {
      return updates.subList(Math.max(0, updates.size() - 10), updates.size()).stream()
          .mapToDouble(number)
          .average()
          .orElseThrow();
    }
  }

  /**
   * Prepares a run.
   *
   * @param scorer the score that the policy maximizes
   * @param updates number of rollouts
   */
  public PolicyRun(EndingModels models, Scorer scorer, int updates) {
    this.models = models;
    this.scorer = scorer;
    this.updates = updates;
  }

  private static List<RolloutPrompt> prompts(EndingModels models) {
    return EndingData.tales(3, PROMPTS).stream().map(models.data()::prompt).toList();
  }

  private static ResponseSampler sampler(EndingModels models, Gpt policy, NDManager manager) {
    EndingData data = models.data();
    return new ResponseSampler(policy, data.tokenizer(), data.end(), MOST_TOKENS, ROWS, manager);
  }

  /** Returns responses of the base. */
  public static List<Response> ofBase(EndingModels models, int count) {
    try (NDManager manager = Torch.manager()) {
      List<RolloutPrompt> prompts = prompts(models).subList(0, count);
      return sampler(models, models.base(), manager)
          .sample(prompts, new Seeds(1), 0, Progress.NONE);
    }
  }

  /** Returns the share of tales with the liked ending: the true reward. */
  public static double liked(List<String> tales) {
    return (double) tales.stream().filter(tale -> tale.endsWith(EndingData.LIKED)).count()
        / tales.size();
  }

  /** Returns the complete tale of each response. */
  public static List<String> tales(List<Response> responses) {
    return responses.stream()
        .map(response -> response.prompt().instruction().input() + response.answer())
        .toList();
  }

  /** Trains by PPO with the weight β of the KL penalty. */
  public Result ppo(double beta) {
    Gpt policy = models.copy(manager);
    ValueModel model = ValueModel.critic(policy);
    model.initialize(manager, 1);
    PpoSettings settings =
        new PpoSettings(
            new KlPenalty(beta, KlEstimator.K1), Optional.empty(), new Gae(1, 0.95), false);
    return train(
        model,
        new PpoObjective(model, CLIP, new ValueClip(0.2), VALUE_COEFFICIENT, 0, metrics),
        new PpoRollouts(collector(policy, RESPONSES), model, settings));
  }

  /** Trains by GRPO with groups of 4; the estimate of the divergence is a part of the loss. */
  public Result grpo(KlEstimator kl, double beta) {
    Gpt policy = models.copy(manager);
    return train(
        policy,
        new GrpoObjective(policy, CLIP, kl, beta, GrpoObjective.Mean.TOKENS, metrics),
        new GrpoRollouts(collector(policy, RESPONSES / GROUP), GROUP, false, 10));
  }

  private RolloutCollector collector(Gpt policy, int perRollout) {
    return new RolloutCollector(
        new RolloutPrompt.Plan(prompts(models), perRollout, 1),
        sampler(models, policy, manager),
        this::score,
        models.base(),
        ROWS);
  }

  private double[] score(List<Response> responses) {
    texts = tales(responses);
    return scorer.scores(responses);
  }

  private <B> Result train(Network network, Objective<B> objective, RolloutMethod<B> method) {
    RolloutPlan plan = new RolloutPlan(EPOCHS, 1, 1, 1);
    RolloutSource<B> source = new RolloutSource<>(method, plan, Double.POSITIVE_INFINITY, metrics);
    int steps = updates * plan.steps();
    TrainSettings settings =
        new TrainSettings(
            steps,
            1,
            1,
            TrainSettings.Windows.RANDOM,
            LEARNING_RATE,
            LEARNING_RATE,
            0,
            TrainSettings.Decay.COSINE,
            new AdamW.Settings(0.9, 0.95, 1e-8, 0, 1),
            1,
            steps);
    try (Learner<B> learner =
        new Learner<>(
            manager, network, objective, network::namedParameters, settings.optimizer(), 1)) {
      new Trainer<>(learner, settings, source)
          .listener(
              new TrainListener() {
                @Override
                public void onStep(StepMetrics step) {
                  record(metrics.take(), step.step() % EPOCHS == 1);
                }
              })
          .run(TrainerState.START);
    }
    return new Result(List.copyOf(recorded), texts);
  }

  private void record(Map<String, Double> means, boolean first) {
    if (first) { // all steps of a rollout report the same numbers
      recorded.add(
          new Update(
              means.get("objective/scores"),
              means.get("objective/kl"),
              liked(texts),
              TaleChecker.checkAll(texts).parsingShare(),
              means.get("completions/mean_length")));
    }
  }

  /** Returns the mean over 5 updates before each point of a curve. */
  static double[] smooth(List<Update> updates, ToDoubleFunction<Update> number) {
    return IntStream.range(0, updates.size())
        .mapToDouble(
            i ->
                updates.subList(Math.max(0, i - 4), i + 1).stream()
                    .mapToDouble(number)
                    .average()
                    .orElseThrow())
        .toArray();
  }
}
