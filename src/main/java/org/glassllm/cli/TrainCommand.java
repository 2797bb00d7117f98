package org.glassllm.cli;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.picture.Charts;
import org.glassllm.run.CorpusText;
import org.glassllm.run.Recipe;
import org.glassllm.run.Recipes;
import org.glassllm.run.RunRecord;
import org.glassllm.run.TrainingRun;
import org.glassllm.train.Metrics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code glass train}. */
@Command(
    name = "train",
    description = {
      "Train a GPT on a text.",
      "Ctrl-C finishes the step, saves a checkpoint and says how to go on."
    })
final class TrainCommand extends Subcommand {
  @Option(
      names = "--data",
      paramLabel = "F",
      description =
          "A UTF-8 file or a folder of files; default: the bundled tales, which need no file.")
  private String data;

  @Option(
      names = "--preset",
      paramLabel = "P",
      description =
          "Where all other options begin: test, tales, nano-cpu, nano-cpu-improved, nano-gpu, gpt2,"
              + " gpt2-medium, gpt2-large or gpt2-xl. Default: "
              + Recipes.DEFAULT
              + ".")
  private String preset;

  @Mixin private RunOption run;

  @Mixin private MachineOptions machine;

  @Option(names = "--resume", description = "Go on with the run from its last checkpoint.")
  private boolean resume;

  @Mixin private RecipeOptions options;

  @Override
  public void run() {
    Device where = machine.device();
    try (TrainingRun training = resume ? resume(where) : start(where);
        StopSignal signal = new StopSignal(err()); // until here, Ctrl-C just ends the process
        TrainProgress progress = new TrainProgress(err(), Terminal.isThere())) {
      err().println(describe(training));
      TrainerState state = training.listener(progress).stopWhen(signal::asked).train();
      finish(training, state);
    }
  }

  private TrainingRun start(Device where) {
    Recipe recipe = options.applyTo(Recipes.named(preset == null ? Recipes.DEFAULT : preset));
    String source = data == null ? CorpusText.TALES : data;
    return TrainingRun.start(run.folder(), recipe, source, where, commandLine());
  }

  private TrainingRun resume(Device where) {
    RunRecord record = RunRecord.of(RunFolder.open(run.folder()));
    Recipe fixed = record.recipe();
    options.requireSameAs(fixed);
    Given.requireSame("--preset", preset, fixed.preset());
    String source = data == null ? null : CorpusText.located(data);
    Given.requireSame("--data", source, record.source());
    record
        .place()
        .filter(began -> !began.equals(RunRecord.place(where)))
        .ifPresent(
            began ->
                err()
                    .println(
                        "The run began on "
                            + began
                            + "; it is continued on "
                            + RunRecord.place(where)
                            + ", so its numbers may differ in their last digits."));
    return TrainingRun.resume(run.folder(), where);
  }

  private String commandLine() {
    return "glass " + String.join(" ", originalArguments());
  }

  private static String describe(TrainingRun training) {
    return String.format(
        java.util.Locale.ROOT,
        "%s %s: %,d parameters, vocabulary %,d, context %d, %s kernels in %s; text %s: %,d"
            + " characters",
        training.from().step() == 0
            ? "Training"
            : "Going on after step " + training.from().step() + " with",
        training.recipe().preset(),
        training.model().parameterCount(),
        training.tokenizer().vocabSize(),
        training.model().context(),
        training.recipe().kernels(),
        training.recipe().precision(),
        training.text().source(),
        training.text().training().length());
  }

  private void finish(TrainingRun training, TrainerState state) {
    boolean stopped = state.step() < training.recipe().training().steps();
    Path curve = run.folder().resolve("loss.png");
    if (!stopped) { // a process that is being ended can no longer start the graphics library
      Charts.writePng(Metrics.lossCurve(Metrics.read(training.folder().metricsFile())), curve);
    }
    if (json()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("run", run.folder().toString());
      result.put("step", state.step());
      result.put("tokens", state.tokens());
      result.put("validation_loss", state.validationLoss());
      result.put("best_validation_loss", state.bestValidationLoss());
      result.put("stopped", stopped);
      printJson(result);
    } else if (stopped) {
      printf(
          "Stopped after step %d; the checkpoint is saved. Go on with:%n  glass train --run %s"
              + " --resume%n",
          state.step(), run.folder());
    } else {
      for (String line : summary(state, curve)) {
        print(line + "\n");
      }
    }
  }

  private List<String> summary(TrainerState state, Path curve) {
    String best =
        state.bestValidationLoss() == null
            ? ""
            : String.format(
                java.util.Locale.ROOT,
                "Best validation loss %.4f nats a token, perplexity %.3f.",
                state.bestValidationLoss(),
                Math.exp(state.bestValidationLoss()));
    return List.of(
        best,
        "Loss curve: " + curve,
        "Next:  glass generate --run " + run.folder() + "    glass eval --run " + run.folder());
  }
}
