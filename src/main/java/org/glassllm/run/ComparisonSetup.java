package org.glassllm.run;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glassllm.align.PolicyEvaluation;
import org.glassllm.align.PolicyFigures;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.Progress;
import org.glassllm.evaluate.Estimate;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.text.examples.Example;

/**
 * What is compared, and how.
 *
 * @param runs the folders of the runs, at least one
 * @param data a file of instructions; null for the held-out data of the first run that has some
 * @param reference the folder of the reference; null for the first run
 * @param rewardModel the folder of a reward model's run, which scores the samples; null for none
 * @param template the format of base models; null for the format of the first fine-tuned run
 * @param questions maximum number of instructions; the first ones are used
 * @param tokens maximum number of tokens in an answer
 * @param samples the numbers of samples
 */
public record ComparisonSetup(
    List<Path> runs,
    Path data,
    Path reference,
    Path rewardModel,
    String template,
    int questions,
    int tokens,
    PolicyEvaluation.Settings samples) {
  /** Checks the ranges. */
  public ComparisonSetup {
    runs = List.copyOf(runs);
    Check.positive("number of runs", runs.size());
    Check.positive("questions", questions);
    Check.positive("tokens", tokens);
  }

  private Path referenceRun() {
    return reference == null ? runs.get(0) : reference;
  }

  /**
   * Evaluates the runs, one after another.
   *
   * @param notes receives remarks, each on one line, such as a run without a divergence
   * @param progress returns the listener of the run with a name
   * @throws InputException if a folder has no run, no run has held-out instructions, or no
   *     instruction fits into every context
   */
  public Comparison evaluate(
      Device device, Consumer<String> notes, Function<String, Progress> progress) {
    PromptTemplate format = format();
    List<ComparedRun> opened =
        runs.stream().map(folder -> ComparedRun.open(folder, format)).toList();
    InstructionData.Questions asked = asked(opened);
    List<Example> examples = fitting(asked, opened, notes);
    List<String> names = names();
    List<Comparison.Entry> entries = new ArrayList<>();
    try (ComparisonModels models =
        new ComparisonModels(referenceRun(), rewardModel, format, device)) {
      for (int i = 0; i < opened.size(); i++) {
        ComparedRun run = opened.get(i);
        if (ComparedRun.template(run.folder()).isEmpty()) {
          notes.accept(
              "%s is not fine-tuned; it reads prompts in the template %s"
                  .formatted(run.folder(), format.name()));
        }
        Progress own = progress.apply(names.get(i));
        List<PolicyEvaluation.Answered> answers = models.answers(run, this, examples, notes, own);
        entries.add(entry(names.get(i), run, answers, entries));
      }
    }
    return new Comparison(asked.count(), referenceRun().toString(), examples, entries);
  }

  private Comparison.Entry entry(
      String name,
      ComparedRun run,
      List<PolicyEvaluation.Answered> answers,
      List<Comparison.Entry> earlier) {
    return new Comparison.Entry(
        name,
        run.folder().toString(),
        run.record().kind(),
        run.step(),
        run.rendering().template().name(),
        PolicyFigures.of(answers, samples.k()),
        earlier.isEmpty() ? null : gain(earlier.get(0).answers(), answers),
        PolicyFigures.bySkill(answers, samples.k()),
        answers);
  }

  /** Returns the mean difference of the true rewards; null without skills. */
  private static Estimate gain(
      List<PolicyEvaluation.Answered> first, List<PolicyEvaluation.Answered> second) {
    double[] before = PolicyFigures.rewards(first), after = PolicyFigures.rewards(second);
    double[] gains =
        IntStream.range(0, before.length)
            .mapToDouble(i -> after[i] - before[i])
            .filter(gain -> !Double.isNaN(gain))
            .toArray();
    return gains.length == 0 ? null : Estimate.mean(gains);
  }

  private PromptTemplate format() {
    return template != null
        ? PromptTemplate.named(template)
        : Stream.concat(runs.stream(), Stream.of(referenceRun()))
            .map(ComparedRun::template)
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(PromptTemplate.ALL.get(0));
  }

  private InstructionData.Questions asked(List<ComparedRun> opened) {
    if (data != null) {
      ComparedRun first = opened.get(0);
      return InstructionData.questions(data, first.rendering(), first.context(), questions);
    }
    return opened.stream()
        .map(run -> run.heldOut(questions))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "no run among %s has held-out instructions; give a file of instructions as"
                        + " data",
                    runs));
  }

  private static List<Example> fitting(
      InstructionData.Questions asked, List<ComparedRun> opened, Consumer<String> notes) {
    List<Example> all = asked.examples();
    List<Example> fitting =
        all.stream().filter(e -> opened.stream().allMatch(run -> run.fits(e))).toList();
    String file = asked.count().file();
    if (fitting.isEmpty()) {
      throw new InputException(
          "no instruction of %s fits into the context of every run; give shorter instructions or"
              + " fewer runs",
          file);
    }
    if (fitting.size() < all.size()) {
      notes.accept(
          "%s: %s of %s instructions do not fit into the context of every run and are left out"
              .formatted(file, all.size() - fitting.size(), all.size()));
    }
    return fitting;
  }

  /** Returns short names: the last part of each path, with a number if several are equal. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Path run : runs) {
      String last = String.valueOf(run.toAbsolutePath().normalize().getFileName());
      String name = last;
      for (int i = 2; names.contains(name); i++) {
        name = last + "-" + i;
      }
      names.add(name);
    }
    return names;
  }
}
