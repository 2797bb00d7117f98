package org.glassllm.run;

import ai.djl.ndarray.NDManager;
import com.google.gson.annotations.SerializedName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassllm.align.DpoBatch;
import org.glassllm.align.DpoObjective;
import org.glassllm.align.MetricMeans;
import org.glassllm.align.Preference;
import org.glassllm.align.ResponseScorer;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField.MayBeMissing;
import org.glassllm.batch.BatchSource;
import org.glassllm.batch.Collator;
import org.glassllm.checkpoint.FrozenFolder;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.HeldOutLoss;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.loss.PreferenceLoss;
import org.glassllm.train.Learner;
import org.glassllm.train.TrainSettings;

/**
 * Direct preference optimization (Rafailov et al. 2023). The reference policy is the parent run's
 * model. Its log-probabilities of all answers are computed once, when the run starts.
 *
 * @param template the name of a {@link PromptTemplate}
 * @param heldOut the absolute path of a file with held-out preferences; null if every tenth row of
 *     the data is held out
 * @param strict whether a malformed row is an error; otherwise the row is skipped and reported
 * @param loss the name of the loss of a pair, {@code sigmoid} or {@code ipo}
 * @param beta β, greater than 0: a larger β keeps the policy closer to the reference policy
 * @param smoothing the assumed probability of a flipped label, from 0 to below 0.5; 0 for {@code
 *     ipo}
 * @param lengthNormalized whether each log-ratio is divided by the number of tokens in the answer
 */
public record Dpo(
    String template,
    @MayBeMissing @SerializedName("held_out") String heldOut,
    boolean strict,
    String loss,
    double beta,
    double smoothing,
    @SerializedName("length_normalized") boolean lengthNormalized)
    implements FineTuning {
  private static final String SIGMOID = "sigmoid";
  private static final String IPO = "ipo";

  /** The names of the losses. */
  public static final List<String> LOSSES = List.of(SIGMOID, IPO);

  /** The array of the frozen folder with the log-probabilities of the training answers. */
  private static final String TRAINING = "training";

  private static final String VALIDATION = "validation";

  /** Checks the template and the ranges; makes the path absolute. */
  public Dpo {
    PromptTemplate.named(template);
    heldOut = heldOut == null ? null : RunData.located(heldOut);
    Check.oneOf("loss", loss, LOSSES);
    Check.below("smoothing", smoothing, 0, 0.5);
    preferenceLoss(loss, beta, smoothing);
  }

  private static PreferenceLoss preferenceLoss(String loss, double beta, double smoothing) {
    if (loss.equals(IPO)) {
      if (smoothing > 0) {
        throw Check.illegal("smoothing", smoothing, "0 for the loss " + IPO);
      }
      return new PreferenceLoss.Ipo(beta);
    }
    return new PreferenceLoss.Sigmoid(beta, smoothing);
  }

  /**
   * Returns the recipe of a stage that starts from a parent run. Model, kernels and precision are
   * those of the parent.
   */
  public static Recipe recipe(Recipe parent) {
    TrainSettings t = parent.training();
    TrainSettings settings =
        new TrainSettings(
            300,
            16,
            1,
            TrainSettings.Windows.SHUFFLED,
            1e-4,
            0,
            30,
            TrainSettings.Decay.LINEAR,
            t.optimizer(),
            t.seed(),
            50);
    return parent.with(settings).withoutDropout();
  }

  @Override
  public String kind() {
    return "dpo";
  }

  @Override
  public String objective() {
    return loss;
  }

  @Override
  public ValidationFigure validationFigure() {
    return ValidationFigure.PAIRS;
  }

  @Override
  public RunData data(String source, Recipe recipe) {
    recipe.requireNoDropout(kind());
    return FineTuning.preferences(this, source, recipe);
  }

  @Override
  public void requireEnough(RunFolder folder, int context) {
    Pairs.open(folder.trainingTokens());
    Pairs.open(folder.validationTokens());
  }

  /** Computes and saves the log-probabilities of all answers under the reference policy. */
  @Override
  public Optional<RunRecord.Parent> prepare(Workplace work) {
    try (NDManager scope = work.manager().newSubManager()) {
      Map<String, ai.djl.ndarray.NDArray> all = new LinkedHashMap<>();
      all.put(TRAINING, scope.create(reference(Pairs.open(work.folder().trainingTokens()), work)));
      all.put(
          VALIDATION, scope.create(reference(Pairs.open(work.folder().validationTokens()), work)));
      work.folder().reference(FrozenFolder.Kind.NUMBERS).writeNumbers(all);
    }
    return Optional.empty();
  }

  /** Returns the log-probability of every answer: of each pair the chosen, then the rejected. */
  private static double[] reference(Pairs pairs, Workplace work) {
    ResponseScorer scorer = new ResponseScorer(work.model(), work.manager());
    double[] sums = new double[2 * pairs.size()];
    for (long[] group : pairs.groups(pairs.size(), RewardStage.ROWS)) {
      double[] found = scorer.sums(Preference.batch(new Collator(0), pairs.at(group)));
      for (int i = 0; i < group.length; i++) {
        sums[2 * (int) group[i]] = found[i];
        sums[2 * (int) group[i] + 1] = found[group.length + i];
      }
    }
    return sums;
  }

  @Override
  public Training<DpoBatch> training(Workplace work) {
    Pairs training = Pairs.open(work.folder().trainingTokens());
    Pairs validation = Pairs.open(work.folder().validationTokens());
    FrozenFolder frozen = work.folder().reference(FrozenFolder.Kind.NUMBERS).verified();
    double[] reference = numbers(frozen, TRAINING, training, work);
    double[] heldOutReference = numbers(frozen, VALIDATION, validation, work);
    TrainSettings settings = work.recipe().training();
    MetricMeans own = new MetricMeans(), heldOutMetrics = new MetricMeans();
    Learner<DpoBatch> learner =
        new Learner<>(
            work.manager(),
            work.model(),
            objective(work, own),
            work.model()::trainedParameters,
            settings.optimizer(),
            settings.seed());
    BatchSource<long[]> indices = settings.indices(training.size());
    List<long[]> groups = validation.groups(Sft.MOST_VALIDATION_ROWS, RewardStage.ROWS);
    HeldOutLoss<DpoBatch> heldOutLoss =
        new HeldOutLoss<>(
            objective(work, heldOutMetrics),
            groups.size(),
            i -> batch(validation, heldOutReference, groups.get(i)),
            work.model().kernels(),
            work.manager());
    return new PairTraining<>(
        learner,
        (step, micro) -> batch(training, reference, indices.at(step, micro)),
        heldOutLoss,
        RunSampler.answers(work, template, validation.texts().get(0)),
        Map.of(),
        DpoObjective.METRICS,
        own,
        heldOutMetrics);
  }

  private DpoObjective objective(Workplace work, MetricMeans metrics) {
    PreferenceLoss pairLoss = preferenceLoss(loss, beta, smoothing);
    return new DpoObjective(work.model(), pairLoss, lengthNormalized, metrics);
  }

  private static double[] numbers(FrozenFolder frozen, String name, Pairs pairs, Workplace work) {
    double[] found = frozen.numbers(work.manager(), name);
    if (found.length != 2 * pairs.size()) {
      throw new InputException(
          "%s has %s log-probabilities of the reference policy, must have %s; start a new run",
          frozen.folder(), found.length, 2 * pairs.size());
    }
    return found;
  }

  private static DpoBatch batch(Pairs pairs, double[] reference, long[] indices) {
    double[] own = new double[2 * indices.length];
    Arrays.setAll(
        own,
        i -> {
          int pair = (int) indices[i % indices.length];
          return reference[2 * pair + (i < indices.length ? 0 : 1)];
        });
    return new DpoBatch(Preference.batch(new Collator(0), pairs.at(indices)), own);
  }
}
