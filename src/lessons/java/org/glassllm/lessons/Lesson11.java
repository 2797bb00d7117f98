package org.glassllm.lessons;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.glassllm.batch.Example;
import org.glassllm.model.Gpt;
import org.glassllm.picture.Charts;
import org.glassllm.text.examples.Instruction;

/** Lesson 11: instruction tuning with a response mask, packing and low-rank updates. */
public final class Lesson11 implements Lesson {
  private static final int BASE_STEPS = 150;
  private static final int STEPS = 400;
  private static final int SHOWN = 48; // characters of an answer
  private static final Long[] CURVE = {50L, 100L, 150L, 200L, 250L, 300L, 350L, 400L};
  private static final Long[] LAST = {(long) STEPS};
  private Report report;
  private final List<TuningTasks.Score> answersOnly = new ArrayList<>();
  private final List<TuningTasks.Score> allTokens = new ArrayList<>();

  @Override
  public String folder() {
    return "11-instruction-tuning";
  }

  @Override
  public String title() {
    return "Instruction tuning";
  }

  @Override
  public Report run() {
    if (report == null) {
      Report r = new Report();
      try (FineTuning tuning = new FineTuning(BASE_STEPS)) {
        experiment(r, tuning);
      }
      report = r;
    }
    return report;
  }

  private void experiment(Report r, FineTuning tuning) {
    TuningTasks tasks = tuning.tasks();
    List<Example> examples = tasks.translations();
    r.say(
        "%,d translations of %.1f tokens on average; %.1f of them belong to the answer",
        examples.size(),
        r.value("tokens", mean(examples, Example::length)),
        r.value("answer_tokens", mean(examples, Example::counted)));
    new PackingCheck(tuning).report(r, examples);
    TuningTasks.Score before = tasks.score(0, tuning.base(), tuning.manager());
    answersOnly.add(before);
    allTokens.add(before);
    r.say(
        "The base model read %d steps of tales, then %d held-out instructions:",
        BASE_STEPS, tasks.heldOut().size());
    r.say(
        "  exact match %.2f, in the format %.2f; loss on unseen tales %.2f",
        r.value("exact_before", before.answers().exactMatch()),
        r.value("format_before", before.answers().format()),
        r.value("tales_before", before.tales()));
    r.sample(dialogue(tasks, tasks.answers(tuning.base(), tuning.manager()), 2));
    r.say("After %d steps of %d rows:", STEPS, FineTuning.ROWS);
    r.say("    loss on        seed  exact match  in format  answer loss  loss on tales");
    List<Example> all = examples.stream().map(TuningTasks::allTokens).toList();
    try (FineTuning.Tuned first = tuning.tune(examples, STEPS, 1, CURVE)) {
      answersOnly.addAll(first.scores());
      row(r, "answers only", "answers_1", 1, first.last());
      row(r, "answers only", "answers_2", 2, last(tuning, examples, 2, LAST));
      row(r, "all tokens", "all_1", 1, curve(tuning, all));
      row(r, "all tokens", "all_2", 2, last(tuning, all, 2, LAST));
      List<String> answers = tasks.answers(first.model(), first.learner().manager());
      for (int i = 0; i < 3; i++) {
        r.sample(dialogue(tasks, answers, i));
      }
      new LoraCheck(tuning).report(r, (Gpt) first.model(), answers);
    }
  }

  private static double mean(List<Example> examples, ToDoubleFunction<Example> size) {
    return examples.stream().mapToDouble(size).average().orElseThrow();
  }

  private TuningTasks.Score curve(FineTuning tuning, List<Example> all) {
    try (FineTuning.Tuned tuned = tuning.tune(all, STEPS, 1, CURVE)) {
      allTokens.addAll(tuned.scores());
      return tuned.last();
    }
  }

  private static TuningTasks.Score last(
      FineTuning tuning, List<Example> examples, long seed, Long... measureAt) {
    try (FineTuning.Tuned tuned = tuning.tune(examples, STEPS, seed, measureAt)) {
      return tuned.last();
    }
  }

  private static void row(Report r, String loss, String key, int seed, TuningTasks.Score score) {
    r.sample(
        String.format(
            Locale.ROOT,
            "%-13s  %d            %.2f       %.2f         %.3f           %.2f",
            loss,
            seed,
            r.value("exact_" + key, score.answers().exactMatch()),
            r.value("format_" + key, score.answers().format()),
            r.value("loss_" + key, score.answers().responses().loss()),
            r.value("tales_" + key, score.tales())));
  }

  private static String dialogue(TuningTasks tasks, List<String> answers, int index) {
    Instruction asked = tasks.heldOut().get(index);
    String answer = answers.get(index).replace("\n", "⏎");
    String shown = answer.length() > SHOWN ? answer.substring(0, SHOWN) + "…" : answer;
    return String.format(Locale.ROOT, "%s %s → %s", asked.instruction(), asked.input(), shown);
  }

  @Override
  public Map<String, String> drawings() {
    return Map.of("mask.svg", TuningDrawings.mask(), "packing.svg", TuningDrawings.packing());
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    run();
    return Map.of(
        "tuning.png",
        Charts.lines(
            "First the format, then the right answers",
            "steps of fine-tuning",
            "share of 100 held-out instructions",
            List.of(
                line("format, answers only", answersOnly, s -> s.answers().format()),
                line("right, answers only", answersOnly, s -> s.answers().exactMatch()),
                line("format, all tokens", allTokens, s -> s.answers().format()),
                line("right, all tokens", allTokens, s -> s.answers().exactMatch()))));
  }

  private static Charts.Line line(
      String name, List<TuningTasks.Score> scores, ToDoubleFunction<TuningTasks.Score> y) {
    double[] x = scores.stream().mapToDouble(TuningTasks.Score::step).toArray();
    return new Charts.Line(name, x, scores.stream().mapToDouble(y).toArray(), true);
  }
}
