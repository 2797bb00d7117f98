package org.glassllm.pipeline;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.glassllm.align.PolicyEvaluation;
import org.glassllm.base.Progress;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.Calibration;
import org.glassllm.pipeline.PipelineData.Source;
import org.glassllm.run.Comparison;
import org.glassllm.run.ComparisonSetup;
import org.glassllm.run.TrainedReward;
import org.glassllm.text.examples.Preference;
import org.glassllm.text.tasks.Agreement;

/**
 * Evaluates all runs of a pipeline on the test files, which no stage has read.
 *
 * @param stages the stages, all complete
 * @param device the device that computes
 */
record PipelineEvaluation(PipelineStages stages, Device device) {
  private static final int BINS = 10;

  /**
   * Returns the results, without times.
   *
   * @param notes receives remarks, each on one line
   * @param progress returns the listener of the task with a name
   */
  PipelineResult result(Consumer<String> notes, Function<String, Progress> progress) {
    PipelineRecipe.Test test = stages.recipe().test();
    Path reward = stages.run(PipelineStages.REWARD);
    Comparison skills =
        comparison(PipelineStages.POLICIES, Source.TASKS_TEST, reward, test.questions())
            .evaluate(device, notes, name -> progress.apply("answers of " + name));
    Comparison additions =
        comparison(PipelineStages.ADDERS, Source.ADDITIONS_TEST, null, test.additions())
            .evaluate(device, notes, name -> progress.apply("additions of " + name));
    double[] differences;
    List<Preference> pairs;
    try (TrainedReward model = TrainedReward.open(reward, device)) {
      pairs = model.fitting(stages.data().file(Source.PREFERENCES_TEST));
      differences = model.differences(pairs, progress.apply("rewards of preferences"));
    }
    RunFolder base = RunFolder.open(stages.run(PipelineStages.BASE));
    return new PipelineResult(
        skills,
        additions,
        Calibration.of(differences, BINS),
        Agreement.of(pairs).accuracy(),
        base.last().state().bestValidationLoss(),
        Map.of(),
        stages.folder().resolve("report.html"));
  }

  private ComparisonSetup comparison(
      List<String> runs, Source questions, Path rewardModel, int most) {
    PipelineRecipe.Test test = stages.recipe().test();
    return new ComparisonSetup(
        runs.stream().map(stages::run).toList(),
        stages.data().file(questions),
        null,
        rewardModel,
        null,
        most,
        test.tokens(),
        new PolicyEvaluation.Settings(test.samples(), test.k(), stages.seed()));
  }
}
