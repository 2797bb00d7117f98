package org.glassllm.cli;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import org.glassllm.align.AnswerEvaluation;
import org.glassllm.align.Rendering;
import org.glassllm.batch.ExampleFile;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.run.FineTuning;
import org.glassllm.run.InstructionData;
import org.glassllm.run.Recipe;
import org.glassllm.run.RunRecord;
import org.glassllm.run.Sft;
import org.glassllm.run.TrainedModel;
import org.glassllm.run.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs {@code glass sft}. */
@Command(
    name = "sft",
    description = {
      "Fine-tune a trained model on instructions and answers (supervised fine-tuning).",
      "The data is JSONL or a JSON array, in the layout of Alpaca, ChatML or ShareGPT. After"
          + " training, the model answers held-out instructions.",
      "Ctrl-C saves a checkpoint and prints how to resume; a second Ctrl-C ends at once."
    })
final class SftCommand extends StageCommand {
  private static final List<StageOption> OPTIONS =
      List.of(
          StageOption.flag(
              "--full-loss",
              "Count the tokens of prompts in the training loss too. Default: false."),
          StageOption.flag("--pack", "Put several examples into one row of a batch. Default: true.")
              .of("packed"));

  @Mixin private AnswerReport answers;

  @Override
  List<StageOption> options() {
    return OPTIONS;
  }

  @Override
  FineTuning defaults(String template) {
    return new Sft(template, null);
  }

  @Override
  Recipe recipe(Recipe parent) {
    return Sft.recipe(parent);
  }

  @Override
  void check() {
    answers.check();
  }

  @Override
  void describe(TrainingRun training) {
    ExampleFile examples = ExampleFile.open(training.folder().trainingTokens());
    ExampleFile kept = ExampleFile.open(training.folder().validationTokens());
    note(
        "%s on %s: %,d examples with %,d tokens, %,d held-out examples, %,d parameters,"
            + " vocabulary %,d, context %d",
        beginning(training, "Fine-tuning"),
        training.data().source(),
        examples.size(),
        examples.tokens(),
        kept.size(),
        training.model().parameterCount(),
        training.tokenizer().vocabSize(),
        training.model().context());
  }

  @Override
  String measure(Device where, RunFolder folder, Map<String, Object> result) {
    try (TrainedModel model = TrainedModel.open(folder.root(), where)) {
      Rendering rendering = new Rendering(model.template(), model.tokenizer());
      InstructionData.Questions asked =
          ((InstructionData) RunRecord.of(folder).data()).heldOut(rendering, answers.questions());
      AnswerEvaluation.Result judged = answers.measure(this, model, model.template(), asked);
      result.putAll(AnswerReport.json(judged));
      return AnswerReport.text(judged) + format("Next:  glass chat --run %s%n", folder());
    }
  }
}
