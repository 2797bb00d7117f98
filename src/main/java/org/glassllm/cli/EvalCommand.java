package org.glassllm.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import org.glassllm.align.AnswerEvaluation;
import org.glassllm.align.Rendering;
import org.glassllm.base.InputException;
import org.glassllm.base.Progress;
import org.glassllm.batch.TokenFile;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.TalesFloor;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.run.Evaluation;
import org.glassllm.run.FineTuning;
import org.glassllm.run.InstructionData;
import org.glassllm.run.PairEvaluation;
import org.glassllm.run.RunData;
import org.glassllm.run.RunRecord;
import org.glassllm.run.TrainedModel;
import org.glassllm.text.Corpus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@code glass eval}. */
@Command(
    name = "eval",
    description =
        "Measure the perplexity of a trained model, which predicts every token except"
            + " the first once. A fine-tuned model answers held-out instructions instead, and a"
            + " reward model judges held-out pairs of answers.")
final class EvalCommand extends Subcommand {
  private static final Columns<Evaluation> FIGURES =
      new Columns<Evaluation>()
          .add("loss", "loss", "%.4f nats a token", e -> e.result().loss())
          .add("perplexity", "perplexity", "%.4f", e -> e.result().perplexity())
          .add("bits per byte", "bits_per_byte", "%.4f", Evaluation::bitsPerByte)
          .add("tokens", "tokens", "%,d predicted", e -> e.result().tokens())
          .add(
              "floor",
              "floor_perplexity",
              "%.4f perplexity of this text under the grammar of the tales",
              floor((floor, e) -> floor.ownPerplexity()))
          .add(
              "expected floor",
              "expected_floor_perplexity",
              "%.4f perplexity; no model has a lower mean for tales of this length",
              floor((floor, e) -> floor.expectedPerplexity()))
          .add(
              "model / floor",
              "floor_ratio",
              "%.4f",
              floor((floor, e) -> e.result().perplexity() / floor.ownPerplexity()));

  private static final Columns<PairEvaluation> PAIRS =
      new Columns<PairEvaluation>()
          .add("pairs", "pairs", "%,d", PairEvaluation::pairs)
          .add("accuracy", "accuracy", "%.1f %%", PairEvaluation::accuracy)
          .add("margin", "margin", "%.4f", PairEvaluation::margin)
          .add("mean reward", "mean_reward", "%.4f", PairEvaluation::meanReward)
          .add("loss", "loss", "%.4f nats a pair", PairEvaluation::loss);

  @Mixin private RunOption run;

  @Option(
      names = "--data",
      paramLabel = "F",
      description =
          "Evaluation data: a UTF-8 text file, a folder, a .jsonl file or a token file."
              + " \"tales\" selects the validation split of the bundled tales. A fine-tuned model"
              + " reads instructions, a reward model reads preferences. Default: the validation"
              + " split of the run.")
  private String data;

  @Option(
      names = "--stride",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Tokens between the starts of two windows, at most the context. A smaller"
              + " stride takes more time and gives lower losses. Default: the context.")
  private int stride;

  @Option(
      names = "--template",
      paramLabel = "alpaca|chat",
      description =
          "Let the model answer the instructions of --data in this format, instead of measuring"
              + " perplexity. Default for a fine-tuned run: the run's template.")
  private String template;

  @Mixin private AnswerReport answers;

  @Mixin private MachineOptions machine;

  @Override
  public void run() {
    Given.notEmpty("--data", data);
    answers.check();
    RunRecord record = RunRecord.of(RunFolder.open(run.folder()));
    if (!record.stage().isLanguageModel()) {
      judge();
      return;
    }
    boolean asks = template != null || record.stage().format().isPresent() && asksInstructions();
    for (String option : asks ? List.of("--stride") : List.of("--questions", "--tokens")) {
      if (arguments().hasMatchedOption(option)) {
        throw new InputException(
            "%s applies only to %s; omit the option",
            option, asks ? "perplexity on a text" : "answers to instructions");
      }
    }
    if (asks) {
      answer(record);
      return;
    }
    try (TrainedModel model = TrainedModel.open(run.folder(), machine.device())) {
      Evaluation result = evaluate(model, record);
      printResult(FIGURES.json(result), FIGURES.lines(result));
    }
  }

  private void judge() {
    for (String option : List.of("--stride", "--questions", "--tokens", "--template")) {
      if (arguments().hasMatchedOption(option)) {
        throw new InputException(
            "%s does not apply to the reward model %s; omit the option", option, run.folder());
      }
    }
    try (TaskProgress bar = new TaskProgress(err(), Terminal.isThere())) {
      PairEvaluation result =
          PairEvaluation.of(
              run.folder(),
              data == null ? null : Path.of(data),
              machine.device(),
              (done, total) -> bar.step("evaluation", done, total));
      AnswerReport.note(this, result.count());
      printResult(PAIRS.json(result), PAIRS.lines(result));
    }
  }

  /** Returns whether the data is absent or not a text: then a fine-tuned model answers. */
  private boolean asksInstructions() {
    return data == null || data.endsWith(".json") || data.endsWith(".jsonl");
  }

  private void answer(RunRecord record) {
    boolean own = data == null && record.stage() instanceof FineTuning;
    InstructionData heldOut =
        own && record.data() instanceof InstructionData instructions ? instructions : null;
    if (data == null && heldOut == null) {
      throw new InputException(
          "%s needs --data with instructions; add --data FILE",
          template == null ? "a run of glass " + record.kind() : "--template");
    }
    PromptTemplate format =
        template == null ? record.stage().format().orElseThrow() : PromptTemplate.named(template);
    try (TrainedModel model = TrainedModel.open(run.folder(), machine.device())) {
      Rendering rendering = new Rendering(format, model.tokenizer());
      int context = model.model().context(), most = answers.questions();
      InstructionData.Questions asked =
          data == null
              ? heldOut.heldOut(rendering, most)
              : InstructionData.questions(Path.of(data), rendering, context, most);
      AnswerReport.note(this, asked.count());
      AnswerEvaluation.Result result = answers.measure(this, model, format, asked);
      printResult(AnswerReport.json(result), AnswerReport.text(result));
    }
  }

  private Evaluation evaluate(TrainedModel model, RunRecord record) {
    try (TaskProgress bar = new TaskProgress(err(), Terminal.isThere())) {
      Progress progress = (done, total) -> bar.step("evaluation", done, total);
      if (data == null || RunData.TALES.equals(data)) {
        RunData own = data == null ? record.data() : RunData.read(data);
        return Evaluation.ofValidation(model, own, stride, progress);
      }
      return data.endsWith(".tok")
          ? Evaluation.of(model, TokenFile.open(Path.of(data)), data, stride, progress)
          : Evaluation.of(model, Corpus.read(Path.of(data)), stride, progress);
    }
  }

  private static Function<Evaluation, Double> floor(ToDoubleBiFunction<TalesFloor, Evaluation> f) {
    return e -> e.floor().map(floor -> f.applyAsDouble(floor, e)).orElse(null);
  }
}
