package org.glassllm.run;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import org.glassllm.align.MetricMeans;
import org.glassllm.align.RewardBatch;
import org.glassllm.align.RewardObjective;
import org.glassllm.align.ValueModel;
import org.glassllm.base.JsonField.MayBeMissing;
import org.glassllm.batch.BatchSource;
import org.glassllm.batch.Collator;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.HeldOutLoss;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.train.Learner;
import org.glassllm.train.TrainSettings;

/**
 * Training of a reward model on preferences. The model is the parent run's model with a value head,
 * which reads the last token of an answer.
 *
 * @param template the name of a {@link PromptTemplate}
 * @param heldOut the absolute path of a file with held-out preferences; null if every tenth row of
 *     the data is held out
 * @param strict whether a malformed row is an error; otherwise the row is skipped and reported
 */
public record RewardStage(
    String template, @MayBeMissing @SerializedName("held_out") String heldOut, boolean strict)
    implements FineTuning {
  /** Number of held-out pairs that one forward pass measures. */
  static final int ROWS = 16;

  /** Checks the template; makes the path absolute. */
  public RewardStage {
    PromptTemplate.named(template);
    heldOut = heldOut == null ? null : RunData.located(heldOut);
  }

  /**
   * Returns the recipe of a stage that starts from a parent run. Model, kernels and precision are
   * those of the parent.
   */
  public static Recipe recipe(Recipe parent) {
    TrainSettings t = parent.training();
    TrainSettings settings =
        new TrainSettings(
            600,
            16,
            1,
            TrainSettings.Windows.SHUFFLED,
            5e-4,
            0,
            30,
            TrainSettings.Decay.LINEAR,
            t.optimizer(),
            t.seed(),
            100);
    return parent.with(settings).withoutDropout();
  }

  @Override
  public String kind() {
    return "reward";
  }

  @Override
  public boolean isLanguageModel() {
    return false;
  }

  @Override
  public String objective() {
    return "bradley-terry";
  }

  @Override
  public ValidationFigure validationFigure() {
    return ValidationFigure.PAIRS;
  }

  @Override
  public RunData data(String source, Recipe recipe) {
    return FineTuning.preferences(this, source, recipe);
  }

  @Override
  public void requireEnough(RunFolder folder, int context) {
    Pairs.open(folder.trainingTokens());
    Pairs.open(folder.validationTokens());
  }

  @Override
  public Training<RewardBatch> training(Workplace work) {
    Pairs training = Pairs.open(work.folder().trainingTokens());
    Pairs validation = Pairs.open(work.folder().validationTokens());
    TrainSettings settings = work.recipe().training();
    ValueModel model = ValueModel.reward(work.model());
    MetricMeans own = new MetricMeans(), heldOut = new MetricMeans();
    Learner<RewardBatch> learner =
        new Learner<>(
            work.manager(),
            model,
            new RewardObjective(model, own),
            model::trainedParameters,
            settings.optimizer(),
            settings.seed());
    BatchSource<long[]> indices = settings.indices(training.size());
    return new PairTraining<>(
        learner,
        (step, micro) -> batch(training, indices.at(step, micro)),
        heldOut(new RewardObjective(model, heldOut), validation, work),
        step -> "",
        model.headParameters(),
        RewardObjective.METRICS,
        own,
        heldOut);
  }

  private static RewardBatch batch(Pairs pairs, long[] indices) {
    return RewardBatch.of(new Collator(0), pairs.at(indices));
  }

  private static HeldOutLoss<RewardBatch> heldOut(
      RewardObjective objective, Pairs pairs, Workplace work) {
    List<long[]> groups = pairs.groups(Sft.MOST_VALIDATION_ROWS, ROWS);
    return new HeldOutLoss<>(
        objective,
        groups.size(),
        i -> batch(pairs, groups.get(i)),
        work.model().kernels(),
        work.manager());
  }
}
