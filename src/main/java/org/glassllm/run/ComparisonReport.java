package org.glassllm.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glassllm.align.Judgement;
import org.glassllm.align.PolicyEvaluation;
import org.glassllm.align.PolicyFigures;
import org.glassllm.evaluate.Estimate;
import org.glassllm.picture.Charts;
import org.glassllm.report.Heading;
import org.glassllm.report.Paragraph;
import org.glassllm.report.Part;
import org.glassllm.report.Plot;
import org.glassllm.report.Report;
import org.glassllm.report.Samples;

/**
 * Turns a comparison into the parts of a report.
 *
 * @param comparison the comparison
 */
public record ComparisonReport(Comparison comparison) {
  private static final int SAMPLES = 12;

  /** Returns the complete report. */
  public Report report() {
    List<Part> parts = new ArrayList<>();
    parts.add(new Paragraph(setting()));
    parts.addAll(figures());
    parts.addAll(samples());
    return new Report("Comparison of " + comparison.runs().size() + " runs", parts);
  }

  /** Returns the tables and the plots, with explanations. */
  public List<Part> figures() {
    ComparisonTables tables = new ComparisonTables(comparison);
    List<Part> parts = new ArrayList<>();
    parts.add(new Heading("Figures"));
    parts.addAll(tables.runs());
    parts.add(new Paragraph(explanation()));
    parts.addAll(plots());
    parts.add(new Heading("Skills"));
    parts.add(tables.skills());
    parts.add(skillPlot());
    return parts;
  }

  private String setting() {
    PolicyFigures any = comparison.runs().get(0).figures();
    return String.format(
        Locale.ROOT,
        "Each run answers the same %,d held-out instructions of %s: once greedily, and %d times at"
            + " temperature 1. The reference of KL is %s.",
        any.questions(),
        comparison.data().file(),
        any.samples(),
        comparison.reference());
  }

  private String explanation() {
    return "Exact match and format judge the greedy answers; all other figures describe the"
        + " samples. The true reward is the weighted mean of the rules in the last table. The gain"
        + " is the difference of the true reward to the first run, instruction by instruction. KL"
        + " is the divergence from the reference in nats per response, with its standard error;"
        + " entropy is in nats per token. Brackets contain 95 % intervals: Wilson's interval for"
        + " exact match, the percentile bootstrap over instructions for the others.";
  }

  private List<Part> plots() {
    List<Part> plots = new ArrayList<>();
    List<Comparison.Entry> rewarded =
        comparison.runs().stream().filter(e -> e.figures().trueReward() != null).toList();
    if (!rewarded.isEmpty()) {
      plots.add(
          new Plot(
              "true-reward",
              "True reward of each run with its 95 % interval",
              Charts.intervals(
                  "True reward",
                  "run, in the order of the table",
                  "true reward",
                  IntStream.range(0, rewarded.size())
                      .mapToObj(i -> interval(rewarded.get(i), i + 1))
                      .toList())));
    }
    List<Comparison.Entry> diverged =
        rewarded.stream()
            .filter(e -> e.figures().kl() != null)
            .filter(e -> !e.stage().equals(Stages.PRETRAINING)) // too far away for the scale
            .toList();
    if (diverged.size() > 1) {
      plots.add(
          new Plot(
              "true-reward-kl",
              "True reward of each run against its divergence from the reference",
              Charts.intervals(
                  "True reward against KL",
                  "KL from the reference, nats per response",
                  "true reward",
                  diverged.stream().map(e -> interval(e, e.figures().kl().value())).toList())));
    }
    plots.add(passPlot());
    return plots;
  }

  private static Charts.Interval interval(Comparison.Entry entry, double x) {
    Estimate reward = entry.figures().trueReward();
    boolean known = !Double.isNaN(reward.low());
    return new Charts.Interval(
        entry.name(),
        x,
        known ? reward.low() : reward.value(),
        reward.value(),
        known ? reward.high() : reward.value());
  }

  private Plot passPlot() {
    Map<String, double[]> groups = new LinkedHashMap<>();
    int k = comparison.runs().get(0).figures().k();
    groups.put("exact match", all(e -> e.figures().exactMatch().value()));
    groups.put("pass@1", all(e -> e.figures().passAt1().value()));
    if (k > 1) {
      groups.put("pass@" + k, all(e -> e.figures().passAtK().value()));
    }
    List<String> names = comparison.runs().stream().map(Comparison.Entry::name).toList();
    return new Plot(
        "right-answers",
        "Share of right answers of each run: greedy, sampled, and in k samples",
        Charts.bars("Right answers", "run", "share", names, groups));
  }

  private double[] all(ToDoubleFunction<Comparison.Entry> figure) {
    return comparison.runs().stream().mapToDouble(figure).toArray();
  }

  private Plot skillPlot() {
    List<String> skills = List.copyOf(comparison.runs().get(0).skills().keySet());
    Map<String, double[]> groups = new LinkedHashMap<>();
    for (Comparison.Entry entry : comparison.runs()) {
      groups.put(
          entry.name(),
          skills.stream()
              .mapToDouble(skill -> entry.skills().get(skill).exactMatch().value())
              .toArray());
    }
    return new Plot(
        "exact-match-skills",
        "Exact match of each run in each skill",
        Charts.bars("Exact match", "skill", "share", skills, groups));
  }

  /** Returns some prompts with each run's greedy answer; all skills take turns. */
  public List<Part> samples() {
    List<PolicyEvaluation.Answered> first = comparison.runs().get(0).answers();
    Map<String, Integer> seen = new HashMap<>();
    int[] turn = first.stream().mapToInt(a -> seen.merge(a.skill(), 1, Integer::sum)).toArray();
    Stream<Part> samples =
        IntStream.range(0, first.size())
            .boxed()
            .sorted(Comparator.comparing(i -> turn[i]))
            .limit(SAMPLES)
            .map(this::sample);
    return Stream.concat(Stream.of(new Heading("Greedy answers side by side")), samples).toList();
  }

  private Samples sample(int index) {
    var example = comparison.examples().get(index);
    var messages = example.dialogue().messages();
    return new Samples(
        messages.get(messages.size() - 2).content(),
        Judgement.expected(example),
        comparison.runs().stream()
            .map(entry -> answer(entry.name(), entry.answers().get(index).greedy()))
            .toList());
  }

  private static Samples.Answer answer(String run, PolicyEvaluation.Judged judged) {
    Judgement judgement = judged.judgement();
    String verdict =
        judgement.right()
            ? "right"
            : Boolean.FALSE.equals(judgement.inFormat()) ? "not in format" : "wrong";
    List<Samples.Note> notes = new ArrayList<>();
    notes.add(
        new Samples.Note(
            "verdict", judgement.right() ? verdict : verdict + ": " + judgement.reason()));
    notes.add(
        new Samples.Note(
            "true reward",
            judgement.reward() == null
                ? "-"
                : String.format(Locale.ROOT, "%.3f", judgement.reward().total())));
    return new Samples.Answer(run, judged.answer().text(), notes);
  }
}
