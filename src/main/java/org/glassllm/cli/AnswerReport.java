package org.glassllm.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.align.AnswerEvaluation;
import org.glassllm.align.Rendering;
import org.glassllm.base.Check;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.run.InstructionData;
import org.glassllm.run.TrainedModel;
import picocli.CommandLine.Option;

/** Declares the options of an evaluation on instructions, and prints its result. */
final class AnswerReport {
  private static final int ROWS = 16;
  private static final int MOST_FAULTS = 5;

  private static final Columns<AnswerEvaluation.Score> COLUMNS =
      new Columns<AnswerEvaluation.Score>()
          .add("skill", "skill", "%s", AnswerEvaluation.Score::skill)
          .add("asked", "asked", "%,d", AnswerEvaluation.Score::asked)
          .add("right", "right", "%,d", AnswerEvaluation.Score::right)
          .add("exact match", "exact_match", "%.1f %%", AnswerEvaluation.Score::exactMatch)
          .add("in format", "in_format", "%s", s -> s.inFormat() == null ? "-" : s.inFormat());

  @Option(
      names = "--questions",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "Maximum number of held-out instructions that the model answers; the first ones are"
              + " used."
              + Subcommand.DEFAULT)
  private int questions;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "200",
      description = "Maximum number of tokens in an answer." + Subcommand.DEFAULT)
  private int tokens;

  /** Checks the options. */
  void check() {
    Check.positive("questions", questions);
    Check.positive("tokens", tokens);
  }

  /** Returns the maximum number of instructions. */
  int questions() {
    return questions;
  }

  /** Prints the counts of the rows of a file and the first faults on stderr. */
  static void note(Subcommand command, InstructionData.Count count) {
    command.note(
        "%s: %,d rows kept, %,d skipped, %,d truncated",
        count.file(), count.report().kept(), count.report().skipped(), count.report().truncated());
    List<String> faults = count.report().firstFaults();
    faults.stream().limit(MOST_FAULTS).forEach(fault -> command.note("  %s", fault));
    if (faults.size() > MOST_FAULTS) {
      command.note("  …; glass data examples lists more rows");
    }
  }

  /** Lets a model answer instructions. */
  AnswerEvaluation.Result measure(
      Subcommand command,
      TrainedModel model,
      PromptTemplate template,
      InstructionData.Questions asked) {
    Rendering rendering = new Rendering(template, model.tokenizer());
    AnswerEvaluation evaluation =
        new AnswerEvaluation(model.model(), rendering, tokens, ROWS, model.manager());
    try (TaskProgress bar = new TaskProgress(command.err(), Terminal.isThere())) {
      return evaluation.measure(
          asked.examples(), (done, total) -> bar.step("answers", done, total));
    }
  }

  /** Returns the values of a result for JSON. */
  static Map<String, Object> json(AnswerEvaluation.Result result) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("asked", result.asked());
    values.put("exact_match", result.exactMatch());
    values.put("format", result.format());
    values.put("loss", result.responses().loss());
    values.put("perplexity", result.responses().perplexity());
    values.put("skills", COLUMNS.json(result.skills()));
    return values;
  }

  /** Returns a result as a table and a line. */
  static String text(AnswerEvaluation.Result result) {
    String format =
        Double.isNaN(result.format())
            ? ""
            : Subcommand.format(", %.1f %% in format", 100 * result.format());
    return COLUMNS.text(result.skills())
        + Subcommand.format(
            "all: %.1f %% of %,d answers are right%s; response loss %.4f, perplexity %.3f%n",
            100 * result.exactMatch(),
            result.asked(),
            format,
            result.responses().loss(),
            result.responses().perplexity());
  }
}
