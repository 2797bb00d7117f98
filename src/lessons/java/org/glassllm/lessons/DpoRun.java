package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glassllm.align.DpoBatch;
import org.glassllm.align.DpoObjective;
import org.glassllm.align.MetricMeans;
import org.glassllm.align.Preference;
import org.glassllm.align.ResponseScorer;
import org.glassllm.batch.Collator;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.loss.PreferenceLoss;
import org.glassllm.model.Gpt;
import org.glassllm.optim.AdamW;
import org.glassllm.train.Learner;
import org.glassllm.train.StepMetrics;
import org.glassllm.train.TrainListener;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.Trainer;

/**
 * Trains copies of a model by DPO. A batch has {@link #BATCH} pairs. Each pair is used once, so the
 * metrics of a step are those of unseen pairs.
 */
public final class DpoRun {
  /** Number of pairs in a batch. */
  public static final int BATCH = 8;

  /** Number of steps whose metrics become one point of a curve. */
  public static final int GROUP = 10;

  private static final int WARMUP = 10;
  private static final Collator COLLATOR = new Collator(0);

  private final TaleModel reference;
  private final TrainSettings settings;
  private final List<DpoBatch> batches = new ArrayList<>();

  /**
   * Means over {@link #GROUP} steps. The changes are log-ratios to the reference, in nats.
   *
   * @param step the last of the steps
   * @param accuracy share of pairs whose chosen tale has the higher implicit reward
   * @param margin difference of the implicit rewards
   * @param logpsChosen log-probability of the chosen tales
   * @param chosen change of the chosen tales' log-probability
   * @param rejected change of the rejected tales' log-probability
   */
  public record Point(
      long step,
      double accuracy,
      double margin,
      double logpsChosen,
      double chosen,
      double rejected) {
    static Point of(long step, double beta, Map<String, Double> metrics) {
      return new Point(
          step,
          metrics.get("rewards/accuracies"),
          metrics.get("rewards/margins"),
          metrics.get("logps/chosen"),
          metrics.get("rewards/chosen") / beta,
          metrics.get("rewards/rejected") / beta);
    }
  }

  /**
   * The result of a training run.
   *
   * @param points one per {@link #GROUP} steps
   * @param samples tales after some of the steps
   */
  public record Outcome(List<Point> points, Map<Long, TaleSamples> samples) {
    /** Returns the point whose last step is given. */
    public Point at(long step) {
      return points.get((int) (step / GROUP) - 1);
    }
  }

  /**
   * Computes the reference log-probabilities of all pairs, once.
   *
   * @param reference the model that each run starts from
   * @param steps number of steps, a multiple of {@link #GROUP}
   * @param learningRate the maximum; the learning rate falls to 0 linearly
   */
  public DpoRun(TaleModel reference, int steps, double learningRate) {
    this.reference = reference;
    settings =
        new TrainSettings(
            steps,
            BATCH,
            1,
            TrainSettings.Windows.RANDOM,
            learningRate,
            0,
            WARMUP,
            TrainSettings.Decay.LINEAR,
            new AdamW.Settings(0.9, 0.99, 1e-8, 0, 1),
            1,
            steps);
    List<Preference> pairs = EndingPairs.of(reference.tokenizer(), 11, steps * BATCH);
    ResponseScorer scorer = new ResponseScorer(reference.model(), reference.manager());
    for (int step = 0; step < steps; step++) {
      var texts = Preference.batch(COLLATOR, pairs.subList(step * BATCH, (step + 1) * BATCH));
      batches.add(new DpoBatch(texts, scorer.sums(texts)));
    }
  }

  /**
   * Trains a copy of the reference.
   *
   * @param sampleAt the steps after which the policy tells tales
   */
  public Outcome train(double beta, Long... sampleAt) {
    NDManager manager = reference.manager().newSubManager();
    Gpt policy = reference.copy(manager);
    MetricMeans means = new MetricMeans();
    DpoObjective objective =
        new DpoObjective(policy, new PreferenceLoss.Sigmoid(beta), false, means);
    List<Point> points = new ArrayList<>();
    Map<Long, TaleSamples> samples = new TreeMap<>();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void onStep(StepMetrics m) {
            if (m.step() % GROUP == 0) {
              points.add(Point.of(m.step(), beta, means.take()));
            }
            if (Arrays.asList(sampleAt).contains(m.step())) {
              samples.put(m.step(), TaleSamples.of(policy, reference));
            }
          }
        };
    try (Learner<DpoBatch> learner =
        new Learner<>(
            manager, policy, objective, policy::namedParameters, settings.optimizer(), 1)) {
      new Trainer<>(learner, settings, (step, micro) -> batches.get((int) step))
          .listener(listener)
          .run(TrainerState.START);
    }
    return new Outcome(points, samples);
  }
}
