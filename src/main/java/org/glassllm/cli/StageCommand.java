package org.glassllm.cli;

import ai.djl.Device;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.picture.Charts;
import org.glassllm.run.ExampleData;
import org.glassllm.run.FineTuning;
import org.glassllm.run.LoraSettings;
import org.glassllm.run.Metrics;
import org.glassllm.run.Recipe;
import org.glassllm.run.RunData;
import org.glassllm.run.RunRecord;
import org.glassllm.run.RunSetup;
import org.glassllm.run.Stage;
import org.glassllm.run.Stages;
import org.glassllm.run.TrainingRun;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a stage of fine-tuning, from a parent run or resumed. */
abstract class StageCommand extends Subcommand {
  @Option(
      names = "--from",
      paramLabel = "RUN",
      description = "Run whose best weights, tokenizer and model configuration the new run has.")
  private Path from;

  @Option(names = "--data", paramLabel = "F", description = "Training data.")
  private String data;

  @Mixin private RunOption run;

  @Option(names = "--resume", description = "Resume the run from its last checkpoint.")
  private boolean resume;

  @Mixin private MachineOptions machine;

  /** Returns the options that only this stage has. */
  abstract List<StageOption> options();

  /** Returns the stage without options. */
  abstract FineTuning defaults(String template);

  /** Returns the recipe without options. */
  abstract Recipe recipe(Recipe parent);

  /** Checks the options that do not belong to the stage. */
  void check() {}

  /** Prints what the run trains on. */
  abstract void describe(TrainingRun training);

  /**
   * Measures the trained model.
   *
   * @param result receives the values for JSON
   * @return the text for the terminal
   */
  abstract String measure(Device where, RunFolder folder, Map<String, Object> result);

  /** Returns the name of the command, which is the kind of its stage. */
  final String kind() {
    return defaults(PromptTemplate.ALL.get(0).name()).kind();
  }

  /** Returns all options of the stage, for the command line. */
  final Stream<StageOption> allOptions() {
    return Stream.concat(stageOptions(), StageOption.LORA.stream());
  }

  /** Returns the options that set a component of the stage. */
  private Stream<StageOption> stageOptions() {
    return Stream.concat(StageOption.COMMON.stream(), options().stream());
  }

  @Override
  public final void run() {
    check();
    Device where = machine.device();
    TrainerState state;
    boolean stopped;
    try (TrainingRun training = resume ? resume(where) : start(where);
        StopSignal signal = new StopSignal(err()); // before this, Ctrl-C ends the process
        TrainProgress progress = new TrainProgress(this, training.stage())) {
      ((ExampleData) training.data()).counts().forEach(count -> AnswerReport.note(this, count));
      describe(training);
      describeAdapters(training);
      state = training.listener(progress).stopWhen(signal::asked).train();
      stopped = progress.stopped();
      if (stopped) {
        stoppedBy(signal);
      }
    }
    report(where, state, stopped);
  }

  private void describeAdapters(TrainingRun training) {
    long all = training.model().parameterCount(), trained = training.trainedParameters();
    if (trained < all) {
      note(
          "LoRA: %,d trained parameters (%.2f %%); the base model stays fixed",
          trained, 100.0 * trained / all);
    }
  }

  private TrainingRun start(Device where) {
    if (from == null || Given.notEmpty("--data", data) == null) {
      throw new InputException(
          "a new run needs --from RUN and --data FILE; add both options, or add --resume");
    }
    RunRecord parent = RunRecord.of(RunFolder.open(from));
    String inherited =
        parent.stage().format().map(PromptTemplate::name).orElse(PromptTemplate.ALL.get(0).name());
    JsonObject settings = Stages.settings(defaults(inherited));
    stageOptions().forEach(option -> option.applyTo(settings, arguments()));
    FineTuning stage = (FineTuning) Stages.of(kind(), settings);
    Recipe recipe = new RecipeOptions(arguments()).applyTo(recipe(parent.recipe()));
    String command = "glass " + String.join(" ", arguments().originalArgs());
    return TrainingRun.start(
        new RunSetup(run.folder(), recipe, data, from, where, command, stage, lora()));
  }

  /** Returns the settings of LoRA; null without options of LoRA. */
  private LoraSettings lora() {
    JsonObject given = new JsonObject();
    StageOption.LORA.forEach(option -> option.applyTo(given, arguments()));
    if (given.size() == 0) {
      return null;
    }
    if (!given.has("rank")) {
      throw new InputException("the options of LoRA need a rank; add --lora-rank, such as 8");
    }
    JsonField json = new JsonField("", "lora", given);
    JsonObject all = Json.tree(new LoraSettings(json.get("rank").integer())).getAsJsonObject();
    given.asMap().forEach(all::add);
    return new JsonField("", "lora", all).record(LoraSettings.class);
  }

  private TrainingRun resume(Device where) {
    RunRecord record = RunRecord.of(RunFolder.open(run.folder()));
    if (!record.kind().equals(kind())) {
      throw new InputException(
          "the run %s is a run of glass %s, not of glass %s; resume it with glass %s",
          run.folder(), command(record.kind()), kind(), command(record.kind()));
    }
    new RecipeOptions(arguments()).requireSameAs(record.recipe());
    Given.requireSame("--data", data == null ? null : RunData.located(data), record.source());
    JsonObject own = Stages.settings(record.stage()), changed = own.deepCopy();
    stageOptions().forEach(option -> option.applyTo(changed, arguments()));
    JsonObject normalized = Stages.settings(Stages.of(kind(), changed));
    stageOptions().forEach(option -> option.requireSame(normalized, own, arguments()));
    JsonObject lora =
        record.lora() == null ? new JsonObject() : Json.tree(record.lora()).getAsJsonObject();
    JsonObject other = lora.deepCopy();
    StageOption.LORA.forEach(option -> option.applyTo(other, arguments()));
    StageOption.LORA.forEach(option -> option.requireSame(other, lora, arguments()));
    Given.requireSame(
        "--from",
        from == null ? null : from.toAbsolutePath().normalize().toString(),
        record.parent().run());
    return TrainingRun.resume(run.folder(), where, err()::println);
  }

  /** Returns the name of the command that trains a kind of run. */
  static String command(String kind) {
    return kind.equals(Stages.PRETRAINING) ? "train" : kind;
  }

  /** Returns the first words of a description: that of a new run, or those of a resumed run. */
  static String beginning(TrainingRun training, String newRun) {
    long step = training.from().step();
    return step == 0 ? newRun : "Resuming after step " + step;
  }

  /** Returns the folder that the options name. */
  final Path folder() {
    return run.folder();
  }

  private void report(Device where, TrainerState state, boolean stopped) {
    RunFolder folder = RunFolder.open(run.folder());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", run.folder().toString());
    result.put("step", state.step());
    result.put("tokens", state.tokens());
    result.put("validation_loss", state.validationLoss());
    result.put("best_validation_loss", state.bestValidationLoss());
    result.put("stopped", stopped);
    String text;
    if (stopped) {
      text =
          format(
              "Stopped after step %d; the checkpoint is saved. Resume with:%n  glass %s --run %s"
                  + " --resume%n",
              state.step(), kind(), run.folder());
    } else {
      Stage stage = RunRecord.of(folder).stage();
      Charts.writePng(Metrics.curve(stage, Metrics.read(folder.metricsFile())), folder.lossCurve());
      text = measure(where, folder, result);
    }
    printResult(result, text);
  }
}
