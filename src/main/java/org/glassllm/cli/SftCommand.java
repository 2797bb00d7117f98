package org.glassllm.cli;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.align.AnswerEvaluation;
import org.glassllm.align.Rendering;
import org.glassllm.base.InputException;
import org.glassllm.batch.ExampleFile;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.picture.Charts;
import org.glassllm.run.InstructionData;
import org.glassllm.run.Metrics;
import org.glassllm.run.Recipe;
import org.glassllm.run.RunData;
import org.glassllm.run.RunRecord;
import org.glassllm.run.RunSetup;
import org.glassllm.run.Sft;
import org.glassllm.run.TrainedModel;
import org.glassllm.run.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@code glass sft}. */
@Command(
    name = "sft",
    description = {
      "Fine-tune a trained model on instructions and answers (supervised fine-tuning).",
      "The data is JSONL or a JSON array, in the layout of Alpaca, ChatML or ShareGPT. After"
          + " training, the model answers held-out instructions.",
      "Ctrl-C saves a checkpoint and prints how to resume; a second Ctrl-C ends at once."
    })
final class SftCommand extends Subcommand {
  @Option(
      names = "--from",
      paramLabel = "RUN",
      description = "Run whose best weights, tokenizer and model configuration the new run has.")
  private Path from;

  @Option(
      names = "--data",
      paramLabel = "F",
      description = "Training data: instructions or dialogues with their answers.")
  private String data;

  @Option(
      names = "--held-out",
      paramLabel = "F",
      description = "Held-out data. Default: every tenth example of --data.")
  private String heldOut;

  @Mixin private RunOption run;

  @Option(
      names = "--template",
      paramLabel = "alpaca|chat",
      description =
          "Format of instructions and answers: Alpaca's headings, or ChatML with special tokens."
              + " Default: the template of --from, or alpaca.")
  private String template;

  @Option(
      names = "--full-loss",
      arity = "0..1",
      fallbackValue = "true",
      description = "Count the tokens of prompts in the training loss too.")
  private Boolean fullLoss;

  @Option(
      names = "--pack",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Put several examples into one row of a batch. Default: true.")
  private Boolean packed;

  @Option(names = "--strict", description = "Stop with an error at the first malformed row.")
  private boolean strict;

  @Option(names = "--resume", description = "Resume the run from its last checkpoint.")
  private boolean resume;

  @Mixin private AnswerReport answers;

  @Mixin private MachineOptions machine;

  @Override
  public void run() {
    answers.check();
    Device where = machine.device();
    TrainerState state;
    boolean stopped;
    try (TrainingRun training = resume ? resume(where) : start(where);
        StopSignal signal = new StopSignal(err()); // before this, Ctrl-C ends the process
        TrainProgress progress = new TrainProgress(err(), Terminal.isThere())) {
      describe(training);
      state = training.listener(progress).stopWhen(signal::asked).train();
      stopped = state.step() < training.recipe().training().steps();
      if (stopped) {
        stoppedBy(signal);
      }
    }
    report(where, state, stopped);
  }

  private TrainingRun start(Device where) {
    if (from == null || Given.notEmpty("--data", data) == null) {
      throw new InputException(
          "a new run needs --from RUN and --data FILE; add both options, or add --resume");
    }
    RunRecord parent = RunRecord.of(RunFolder.open(from));
    String inherited =
        parent.sft() == null ? PromptTemplate.ALL.get(0).name() : parent.sft().template();
    Sft stage =
        new Sft(
            Given.or(template, inherited),
            heldOut,
            Given.or(packed, true),
            Given.or(fullLoss, false),
            strict);
    Recipe recipe = new RecipeOptions(arguments()).applyTo(Sft.recipe(parent.recipe()));
    String command = "glass " + String.join(" ", arguments().originalArgs());
    return TrainingRun.start(new RunSetup(run.folder(), recipe, data, from, where, command, stage));
  }

  private TrainingRun resume(Device where) {
    RunRecord record = RunRecord.of(RunFolder.open(run.folder()));
    Sft fixed = require(record);
    new RecipeOptions(arguments()).requireSameAs(record.recipe());
    Given.requireSame("--data", located(data), record.source());
    Given.requireSame("--held-out", located(heldOut), Given.or(fixed.heldOut(), "none"));
    Given.requireSame("--template", template, fixed.template());
    Given.requireSame("--full-loss", fullLoss, fixed.fullLoss());
    Given.requireSame("--pack", packed, fixed.packed());
    Given.requireSame(
        "--from",
        from == null ? null : from.toAbsolutePath().normalize().toString(),
        record.parent().run());
    return TrainingRun.resume(run.folder(), where, err()::println);
  }

  private static String located(String file) {
    return file == null ? null : Path.of(file).toAbsolutePath().normalize().toString();
  }

  private Sft require(RunRecord record) {
    if (record.sft() == null) {
      throw new InputException(
          "the run %s is a run of glass train, not of glass sft; resume it with glass train",
          run.folder());
    }
    return record.sft();
  }

  private void describe(TrainingRun training) {
    ((InstructionData) training.data()).counts().forEach(count -> AnswerReport.note(this, count));
    ExampleFile examples = ExampleFile.open(training.folder().trainingTokens());
    ExampleFile kept = ExampleFile.open(training.folder().validationTokens());
    long step = training.from().step();
    note(
        "%s on %s: %,d examples with %,d tokens, %,d held-out examples, %,d parameters,"
            + " vocabulary %,d, context %d",
        step == 0 ? "Fine-tuning" : "Resuming after step " + step,
        training.data().source(),
        examples.size(),
        examples.tokens(),
        kept.size(),
        training.model().parameterCount(),
        training.tokenizer().vocabSize(),
        training.model().context());
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
              "Stopped after step %d; the checkpoint is saved. Resume with:%n  glass sft --run %s"
                  + " --resume%n",
              state.step(), run.folder());
    } else {
      Charts.writePng(Metrics.lossCurve(Metrics.read(folder.metricsFile())), folder.lossCurve());
      AnswerEvaluation.Result judged = answer(where, folder);
      result.putAll(AnswerReport.json(judged));
      text = AnswerReport.text(judged) + format("Next:  glass chat --run %s%n", run.folder());
    }
    printResult(result, text);
  }

  private AnswerEvaluation.Result answer(Device where, RunFolder folder) {
    RunRecord record = RunRecord.of(folder);
    try (TrainedModel model = TrainedModel.open(folder.root(), where)) {
      Rendering rendering = new Rendering(model.template(), model.tokenizer());
      RunData own = record.data();
      InstructionData.Questions asked =
          ((InstructionData) own).heldOut(rendering, answers.questions());
      return answers.measure(this, model, model.template(), asked);
    }
  }
}
