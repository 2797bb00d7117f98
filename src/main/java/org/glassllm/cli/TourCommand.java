package org.glassllm.cli;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.base.Progress;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.TalesFloor;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.picture.Charts;
import org.glassllm.run.Evaluation;
import org.glassllm.run.Metrics;
import org.glassllm.run.Recipes;
import org.glassllm.run.RunData;
import org.glassllm.run.RunSetup;
import org.glassllm.run.TrainedModel;
import org.glassllm.run.TrainingRun;
import org.glassllm.tensor.Torch;
import org.glassllm.text.tales.TaleChecker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs {@code glass tour}, the first command of the README, which trains a model, evaluates the
 * model and generates tales.
 */
@Command(
    name = "tour",
    description =
        "Train a GPT on the bundled tales, evaluate the model and generate tales, in a"
            + " few minutes.")
final class TourCommand extends Subcommand {
  private static final int MOST_TOKENS = 200;
  private static final int SHOWN = 3;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Folder in which the run folder is created. Default: ${DEFAULT-VALUE}.")
  private Path runs;

  @Option(
      names = "--tales",
      paramLabel = "N",
      defaultValue = "20",
      description = "Number of tales to generate and check at the end. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Override
  public void run() {
    Path run = freshFolder();
    Device device = Torch.device("auto");
    note("training a GPT on the tales; the run folder is %s", run);
    RunSetup setup =
        new RunSetup(run, Recipes.named(Recipes.DEFAULT), RunData.TALES)
            .on(device)
            .startedBy("glass tour");
    try (TrainingRun training = TrainingRun.start(setup);
        StopSignal signal = new StopSignal(err()); // before this line, Ctrl-C ends the process
        TrainProgress progress = new TrainProgress(this, training.stage())) {
      note(
          "The model has %,d parameters and a vocabulary of %d tokens; it learns from %s"
              + " of tales.",
          training.model().parameterCount(),
          training.tokenizer().vocabSize(),
          training.data().size());
      training.listener(progress).stopWhen(signal::asked).train();
      if (signal.asked()) {
        stoppedBy(signal);
        printf("Stopped. Resume with:%n  glass train --run %s --resume%n", run);
        return;
      }
    }
    report(run, device);
  }

  private Path freshFolder() {
    for (int i = 1; ; i++) {
      Path candidate = runs.resolve("tour-" + i);
      if (!Files.exists(candidate)) {
        return candidate;
      }
    }
  }

  private void report(Path run, Device device) {
    RunFolder folder = RunFolder.open(run);
    Charts.writePng(Metrics.lossCurve(Metrics.read(folder.metricsFile())), folder.lossCurve());
    try (TrainedModel model = TrainedModel.open(run, device)) {
      Evaluation result =
          Evaluation.ofValidation(model, RunData.read(RunData.TALES), 0, Progress.NONE);
      List<String> tales = sample(model);
      TaleChecker.Report checked = TaleChecker.checkAll(tales);
      if (json()) {
        printJson(json(run, result, checked));
      } else {
        report(folder, result, tales, checked);
      }
    }
  }

  private List<String> sample(TrainedModel model) {
    note("Generating %d tales to check them …", count);
    List<String> tales = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Request request = model.request("", MOST_TOKENS, new Sampling(0.8, 0, 1, 1), i);
      tales.add(model.generate(request, part -> {}));
    }
    return tales;
  }

  private static Map<String, Object> json(Path run, Evaluation result, TaleChecker.Report checked) {
    Map<String, Object> o = new LinkedHashMap<>();
    o.put("run", run.toString());
    o.put("loss", result.result().loss());
    o.put("perplexity", result.result().perplexity());
    o.put("floor_perplexity", result.floor().map(TalesFloor::ownPerplexity).orElse(null));
    o.put("tales", checked.tales());
    o.put("parsing_share", checked.parsingShare());
    o.put("consistent_share", checked.consistentShare());
    return o;
  }

  private void report(
      RunFolder folder, Evaluation result, List<String> tales, TaleChecker.Report checked) {
    double perplexity = result.result().perplexity();
    printf("%nTales that the model generates now:%n%n");
    tales.stream().limit(SHOWN).forEach(t -> print("  " + t.strip() + "\n\n"));
    printf("Perplexity on unseen tales: %.3f", perplexity);
    result
        .floor()
        .map(TalesFloor::ownPerplexity)
        .ifPresent(
            floor ->
                printf(
                    "; no model can do better than about %.3f (ratio %.2f)",
                    floor, perplexity / floor));
    printf(
        ".%nOf %d generated tales, %.0f %% are grammatical and %.0f %% are consistent.%n",
        checked.tales(), 100 * checked.parsingShare(), 100 * checked.consistentShare());
    printf("Loss curve: %s%n", folder.lossCurve());
    printf(
        "Next:  glass generate --run %s --prompt \"One day, Mia\"    lessons/README.md%n",
        folder.root());
  }
}
