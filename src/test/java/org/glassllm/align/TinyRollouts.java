package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.glassllm.loss.KlEstimator;
import org.glassllm.loss.PolicyClip;
import org.glassllm.loss.ValueClip;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.Rope;
import org.glassllm.model.TinyGpts;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.text.examples.Instruction;
import org.glassllm.token.CharTokenizer;
import org.glassllm.train.Learner;

/** Tiny policies that learn from rollouts: the score of a response is its share of "d". */
final class TinyRollouts {
  static final int END = 6;
  static final int TOKENS = 8;
  static final Scorer SHARE =
      responses ->
          responses.stream()
              .mapToDouble(r -> (double) IntStream.of(r.ids()).filter(i -> i == 3).count() / TOKENS)
              .toArray();
  static final PpoSettings FIXED =
      new PpoSettings(
          new KlPenalty(0.02, KlEstimator.K1), Optional.empty(), new Gae(1, 0.95), false);
  static final AdamW.Settings ADAM = new AdamW.Settings(0.9, 0.95, 1e-8, 0, 1);
  private static final Instruction TASK = new Instruction("Write d.", "", "d");

  private TinyRollouts() {}

  static GptConfig config() {
    return TinyGpts.builder().context(16).dim(16).positions(new Rope()).build();
  }

  static Gpt gpt(NDManager manager) {
    return TinyGpts.initialized(config(), Kernels.FUSED, manager, DataType.FLOAT32);
  }

  /** Returns prompts of one to three tokens. */
  static List<RolloutPrompt> prompts() {
    List<RolloutPrompt> prompts = new ArrayList<>();
    for (int a = 0; a < 6; a++) {
      prompts.add(new RolloutPrompt(Arrays.copyOf(new int[] {a, 5 - a, 2}, 1 + a % 3), TASK));
    }
    return prompts;
  }

  private static RolloutCollector collector(
      NDManager manager, Gpt policy, Gpt reference, int perRollout, Scorer scorer) {
    ResponseSampler sampler =
        new ResponseSampler(policy, CharTokenizer.train("abcdefg"), END, TOKENS, 16, manager);
    return new RolloutCollector(
        new RolloutPrompt.Plan(prompts(), perRollout, 7), sampler, scorer, reference, 5);
  }

  /** A policy with all parts of its training; each has its own manager. */
  record Run<B>(
      Gpt policy, Learner<B> learner, RolloutMethod<B> method, MetricMeans metrics, Gpt reference)
      implements AutoCloseable {
    /** Takes the optimizer steps {@code from} to {@code to - 1}. */
    void train(RolloutSource<B> source, int from, int to, int microBatches) {
      for (int step = from; step < to; step++) {
        List<B> micro = new ArrayList<>();
        for (int i = 0; i < microBatches; i++) {
          micro.add(source.at(step, i));
        }
        learner.step(step, micro, 0.01);
      }
    }

    List<float[]> weights() {
      return Objectives.arrays(learner.network()).stream().map(NDArray::toFloatArray).toList();
    }

    @Override
    public void close() {
      learner.close();
    }
  }

  static Run<PpoBatch> ppo(int perRollout, PpoSettings settings, Scorer scorer) {
    NDManager manager = Torch.manager();
    Gpt policy = gpt(manager), reference = gpt(manager);
    MetricMeans metrics = new MetricMeans();
    ValueModel model = ValueModel.critic(policy);
    PpoObjective objective =
        new PpoObjective(model, new PolicyClip(0.2), new ValueClip(0.2), 0.1, 0, metrics);
    Learner<PpoBatch> learner =
        new Learner<>(manager, model, objective, model::namedParameters, ADAM, 3);
    RolloutCollector collector = collector(manager, policy, reference, perRollout, scorer);
    return new Run<>(
        policy, learner, new PpoRollouts(collector, model, settings), metrics, reference);
  }

  static Run<GrpoBatch> grpo(int perRollout, int groupSize, Scorer scorer) {
    NDManager manager = Torch.manager();
    Gpt policy = gpt(manager), reference = gpt(manager);
    MetricMeans metrics = new MetricMeans();
    GrpoObjective objective =
        new GrpoObjective(
            policy, new PolicyClip(0.2), KlEstimator.K2, 0.02, GrpoObjective.Mean.TOKENS, metrics);
    Learner<GrpoBatch> learner =
        new Learner<>(manager, policy, objective, policy::namedParameters, ADAM, 3);
    RolloutCollector collector = collector(manager, policy, reference, perRollout, scorer);
    return new Run<>(
        policy, learner, new GrpoRollouts(collector, groupSize, true, 3), metrics, reference);
  }
}
