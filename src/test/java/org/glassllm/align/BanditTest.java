package org.glassllm.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.loss.KlEstimator;
import org.glassllm.loss.PolicyClip;
import org.glassllm.loss.ValueClip;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Torch;
import org.glassllm.train.Learner;
import org.junit.jupiter.api.Test;

/**
 * A bandit with four arms: the response is one token, its reward is known. The best policy with a
 * KL penalty is {@code π_ref exp(r/β)}, up to a constant factor.
 */
class BanditTest {
  private static final int ARMS = 4;
  private static final double[] REWARDS = {0, 1, 0.4, -0.3};
  private static final double BETA = 0.8;
  private static final AdamW.Settings PLAIN = new AdamW.Settings(0.9, 0.99, 1e-8, 0, 0);
  private static final int[] PROMPT = {0};

  private final MetricMeans metrics = new MetricMeans();

  private static double[] best(double[] reference, double beta) {
    double[] weights = new double[ARMS];
    Arrays.setAll(weights, a -> reference[a] * Math.exp(REWARDS[a] / beta));
    return TabularModel.normalized(weights);
  }

  /** The learning rate falls to 1/100, so that the last steps average over many samples. */
  private static double learningRate(int step, int steps) {
    return 0.1 * Math.pow(0.01, (double) step / steps);
  }

  @Test
  void ppoWithExactExpectationsReachesTheBestPolicy() {
    NDManager manager = Torch.manager();
    TabularModel policy = TabularModel.random(ARMS, manager, 5);
    double[] reference = policy.probabilities(0);
    ValueModel model = ValueModel.critic(policy);
    model.initialize(manager, DataType.FLOAT64);
    PpoObjective ppo =
        new PpoObjective(model, new PolicyClip(0.2), new ValueClip(10), 0.1, 0, metrics);
    Batch arms = arms(IntStream.range(0, ARMS).toArray());
    KlPenalty penalty = new KlPenalty(BETA, KlEstimator.K1);
    try (Learner<PpoBatch> learner =
        new Learner<>(manager, model, ppo, model::namedParameters, PLAIN, 1)) {
      int steps = 400;
      for (int step = 0; step < steps; step++) {
        double[] p = policy.probabilities(0);
        PpoBatch batch = exact(arms, p, reference, penalty);
        learner.step(step, List.of(batch), learningRate(step, steps));
        assertEquals(0, metrics.take().get("policy/clipfrac_avg"), "the ratio is 1");
      }
      assertEquals(0, TabularModel.distance(best(reference, BETA), policy.probabilities(0)), 1e-4);
    }
  }

  /** Each arm once; its advantage is weighted by its probability, which gives the expectation. */
  private static PpoBatch exact(Batch arms, double[] p, double[] reference, KlPenalty penalty) {
    List<double[]> old = new ArrayList<>(), advantages = new ArrayList<>();
    List<double[]> values = new ArrayList<>(), returns = new ArrayList<>();
    for (int a = 0; a < ARMS; a++) {
      double[] logProb = {Math.log(p[a])}, value = {0.3};
      double[] rewards =
          penalty.rewards(logProb, new double[] {Math.log(reference[a])}, REWARDS[a]);
      double[] advantage = new Gae(1, 0.95).advantages(rewards, value);
      returns.add(Gae.returns(advantage, value));
      advantages.add(new double[] {advantage[0] * p[a] * ARMS});
      old.add(logProb);
      values.add(value);
    }
    return new PpoBatch(new PolicyBatch(arms, old, advantages), values, returns);
  }

  private static Batch arms(int... arms) {
    return new Collator(0).batch(IntStream.of(arms).mapToObj(a -> Example.of(PROMPT, a)).toList());
  }

  private static int sample(double[] p, SplittableRandom random) {
    double u = random.nextDouble();
    int arm = 0;
    while (arm < ARMS - 1 && u >= p[arm]) {
      u -= p[arm++];
    }
    return arm;
  }

  /** Returns the policy that GRPO reaches with groups of sampled responses. */
  private double[] grpo(KlEstimator kl, NDManager manager) {
    int groupSize = 64, groups = 8, steps = 250;
    TabularModel policy = TabularModel.random(ARMS, manager, 5);
    double[] reference = policy.probabilities(0);
    // the own reward is part of the mean, which shrinks the expected advantages by 1 - 1/G
    double beta = BETA * (groupSize - 1) / groupSize;
    GrpoObjective grpo =
        new GrpoObjective(
            policy, new PolicyClip(0.2), kl, beta, GrpoObjective.Mean.TOKENS, metrics);
    SplittableRandom random = new SplittableRandom(6);
    double[] mean = new double[ARMS];
    try (Learner<GrpoBatch> learner =
        new Learner<>(manager, policy, grpo, policy::namedParameters, PLAIN, 1)) {
      for (int step = 0; step < steps; step++) {
        double[] p = policy.probabilities(0);
        int[] sampled =
            IntStream.range(0, groups * groupSize).map(i -> sample(p, random)).toArray();
        learner.step(
            step, List.of(sampled(sampled, p, reference, groupSize)), learningRate(step, steps));
        for (int a = 0; a < ARMS && step >= steps - 50; a++) {
          mean[a] += policy.probabilities(0)[a] / 50;
        }
      }
    }
    metrics.take();
    return mean;
  }

  private static GrpoBatch sampled(int[] arms, double[] p, double[] reference, int groupSize) {
    double[] rewards = IntStream.of(arms).mapToDouble(a -> REWARDS[a]).toArray();
    GroupAdvantages advantages = GroupAdvantages.of(rewards, groupSize, false);
    List<double[]> old = new ArrayList<>(), ref = new ArrayList<>(), own = new ArrayList<>();
    for (int i = 0; i < arms.length; i++) {
      old.add(new double[] {Math.log(p[arms[i]])});
      ref.add(new double[] {Math.log(reference[arms[i]])});
      own.add(new double[] {advantages.perResponse()[i]});
    }
    return new GrpoBatch(new PolicyBatch(arms(arms), old, own), ref);
  }

  /**
   * The fixed point of GRPO with K3, whose mean gradient is that of {@code β KL(π_ref || π)}:
   * {@code π = β π_ref / (β - r + mean reward)}.
   */
  private static double[] fixedPointOfK3(double[] reference) {
    double low = 1 - BETA, high = 1; // the denominator of every arm is positive above 1 - β
    double[] policy = new double[ARMS];
    for (int i = 0; i < 100; i++) {
      double mean = (low + high) / 2;
      Arrays.setAll(policy, a -> BETA * reference[a] / (BETA - REWARDS[a] + mean));
      if (Arrays.stream(policy).sum() > 1) {
        low = mean;
      } else {
        high = mean;
      }
    }
    return policy;
  }

  @Test
  void grpoReachesThePolicyOfItsEstimator() {
    double tolerance = 0.005;
    double[] reference;
    try (NDManager manager = Torch.manager()) {
      reference = TabularModel.random(ARMS, manager, 5).probabilities(0);
    }
    double[] best = best(reference, BETA), third = fixedPointOfK3(reference);
    assertEquals(1, Arrays.stream(third).sum(), 1e-9);
    assertTrue(TabularModel.distance(best, third) > 2 * tolerance);
    assertTrue(TabularModel.distance(best, reference) > 10 * tolerance);
    double[] k2 = grpo(KlEstimator.K2, Torch.manager());
    assertEquals(0, TabularModel.distance(best, k2), tolerance, Arrays.toString(k2));
    double[] k3 = grpo(KlEstimator.K3, Torch.manager());
    assertEquals(0, TabularModel.distance(third, k3), tolerance, Arrays.toString(k3));
  }
}
