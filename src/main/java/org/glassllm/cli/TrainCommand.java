package org.glassllm.cli;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.batch.TokenFile;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.picture.Charts;
import org.glassllm.run.Metrics;
import org.glassllm.run.Pretraining;
import org.glassllm.run.Provenance;
import org.glassllm.run.Recipe;
import org.glassllm.run.Recipes;
import org.glassllm.run.RunData;
import org.glassllm.run.RunRecord;
import org.glassllm.run.RunSetup;
import org.glassllm.run.TrainingRun;
import org.glassllm.text.TextProgress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@code glass train}. */
@Command(
    name = "train",
    description = {
      "Train a GPT on a text. An option without a default has the value of the preset.",
      "Ctrl-C saves a checkpoint and prints how to resume; a second Ctrl-C ends at once."
    })
final class TrainCommand extends Subcommand {
  private static final long SILENT_NANOS = 5_000_000_000L;

  @Option(
      names = "--data",
      paramLabel = "F",
      description =
          "Training data: a UTF-8 text file, a folder of text files, a .jsonl file or a token file"
              + " (.tok). Each line of a .jsonl file needs a field \"text\". A token file needs"
              + " --tokenizer. Default: the bundled tales, or the text of --from.")
  private String data;

  @Option(
      names = "--preset",
      paramLabel = "P",
      description =
          "Name of a recipe, whose values other options replace: test, tales, nano-cpu,"
              + " nano-cpu-improved, nano-gpu, gpt2, gpt2-medium, gpt2-large or gpt2-xl."
              + " Default: "
              + Recipes.DEFAULT
              + ".")
  private String preset;

  @Mixin private RunOption run;

  @Mixin private MachineOptions machine;

  @Option(names = "--resume", description = "Resume the run from its last checkpoint.")
  private boolean resume;

  @Option(
      names = "--from",
      paramLabel = "RUN",
      description =
          "Start from the best weights, the tokenizer and the recipe of another run;"
              + " other options change the training settings.")
  private Path from;

  @Option(
      names = "--recipe",
      paramLabel = "FILE",
      preprocessor = RecipeFile.class,
      description =
          "Read options from a file, one option on each line, as on the command line."
              + " Options after --recipe replace options of the file.")
  private Path recipe;

  @Override
  public void run() {
    Given.notEmpty("--data", data);
    Device where = machine.device();
    try (TrainingRun training = open(where);
        StopSignal signal = new StopSignal(err()); // before this, Ctrl-C ends the process
        TrainProgress progress = new TrainProgress(this, training.stage())) {
      describe(training);
      TrainerState state = training.listener(progress).stopWhen(signal::asked).train();
      boolean stopped = progress.stopped();
      if (stopped) {
        stoppedBy(signal);
      }
      report(training, state, stopped);
    }
  }

  /** Opens the run; reports progress if reading the text takes more than five seconds. */
  private TrainingRun open(Device where) {
    long began = System.nanoTime();
    long[] read = new long[1];
    try (TaskProgress reading = new TaskProgress(err(), Terminal.isThere())) {
      TextProgress.listen(
          bytes -> {
            read[0] += bytes;
            if (System.nanoTime() - began > SILENT_NANOS) {
              reading.megabytes("reading the text", read[0], -1);
            }
          });
      return resume ? resume(where) : start(where);
    } finally {
      TextProgress.listen(null);
    }
  }

  private TrainingRun start(Device where) {
    RunRecord parent = from == null ? null : RunRecord.of(RunFolder.open(from));
    if (parent != null) {
      Given.requireSame("--preset", preset, parent.recipe().preset());
    }
    if (parent != null && data == null && parent.stage().format().isPresent()) {
      throw new InputException(
          "the run %s was trained on examples, not on a plain text; add --data with a text", from);
    }
    Recipe base =
        parent == null ? Recipes.named(Given.or(preset, Recipes.DEFAULT)) : parent.recipe();
    String source = Given.or(data, parent == null ? RunData.TALES : parent.source());
    Recipe changed = new RecipeOptions(arguments()).applyTo(base);
    String command = "glass " + String.join(" ", arguments().originalArgs());
    return TrainingRun.start(
        new RunSetup(run.folder(), changed, source, from, where, command, new Pretraining()));
  }

  private TrainingRun resume(Device where) {
    RunRecord record = RunRecord.of(RunFolder.open(run.folder()));
    if (record.stage().format().isPresent()) {
      throw new InputException(
          "the run %s is a run of glass %s; resume it with glass %s",
          run.folder(), record.kind(), record.kind());
    }
    Recipe fixed = record.recipe();
    new RecipeOptions(arguments()).requireSameAs(fixed);
    Given.requireSame("--preset", preset, fixed.preset());
    String source = data == null ? null : RunData.located(data);
    Given.requireSame("--data", source, record.source());
    Given.requireSame(
        "--from",
        from == null ? null : from.toAbsolutePath().normalize().toString(),
        record.parent() == null ? "none" : record.parent().run());
    String began = record.provenance().machine().place(), now = Provenance.place(where);
    if (began != null && !began.equals(now)) {
      note(
          "The run started on %s and resumes on %s, so results may differ in the last" + " digits.",
          began, now);
    }
    return TrainingRun.resume(run.folder(), where, err()::println);
  }

  private void describe(TrainingRun training) {
    long step = training.from().step();
    note(
        "%s on %s (%s): preset %s, %,d parameters, vocabulary %,d, context %d, %s kernels in %s",
        step == 0 ? "Training" : "Resuming after step " + step,
        training.data().source(),
        training.data().size(),
        training.recipe().preset(),
        training.model().parameterCount(),
        training.tokenizer().vocabSize(),
        training.model().context(),
        training.recipe().kernels(),
        training.recipe().precision());
    long validation = TokenFile.open(training.folder().validationTokens()).size() - 1;
    if (validation > TrainingRun.MOST_VALIDATION) {
      note(
          "Each evaluation predicts %,d of %,d validation tokens, in evenly spread"
              + " windows; glass eval predicts all of them.",
          TrainingRun.MOST_VALIDATION, validation);
    }
  }

  private void report(TrainingRun training, TrainerState state, boolean stopped) {
    Path curve = training.folder().lossCurve();
    if (!stopped) { // a stopped run does not wait for the graphics library
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
          "Stopped after step %d; the checkpoint is saved. Resume with:%n  glass train --run %s"
              + " --resume%n",
          state.step(), run.folder());
    } else {
      if (state.bestValidationLoss() != null) {
        printf(
            "Best validation loss %.4f nats a token, perplexity %.3f.%n",
            state.bestValidationLoss(), Math.exp(state.bestValidationLoss()));
      }
      String folder = run.folder().toString();
      printf("Loss curve: %s%n", curve);
      printf("Next:  glass generate --run %s    glass eval --run %s%n", folder, folder);
    }
  }
}
