package org.glassllm.lessons;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.glassllm.generate.Sampling;
import org.glassllm.generate.Speculation;
import org.glassllm.picture.Charts;

/** Lesson 16: speculative decoding, continuous batching and paged memory, counted in passes. */
public final class Lesson16 implements Lesson {
  private static final int STEPS = 300;
  private static final int DRAFTS = 4;
  private static final int[] MOST = {1, 2, 4, 8};
  private static final double[] P = {0.4, 0.3, 0.15, 0.1, 0.05};
  private static final double[] Q = {0.2, 0.5, 0.15, 0.05, 0.1};
  private Report report;
  private double[] modelDrafts;
  private double[] ngramDrafts;
  private double acceptedFirst;

  @Override
  public String folder() {
    return "16-faster-inference";
  }

  @Override
  public String title() {
    return "Faster inference";
  }

  /** Returns the distribution of a drafted and checked token, by going through all cases. */
  static double[] outcome(double[] p, double[] q, double... afterRejection) {
    double[] out = new double[p.length];
    for (int x = 0; x < q.length; x++) {
      double accepted = Speculation.acceptance(p, q, x);
      out[x] += q[x] * accepted;
      for (int y = 0; y < out.length; y++) {
        out[y] += q[x] * (1 - accepted) * afterRejection[y];
      }
    }
    return out;
  }

  private static double distance(double[] a, double... b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).sum() / 2;
  }

  private static void row(Report r, String name, double... p) {
    r.say("  %-38s %.3f  %.3f  %.3f  %.3f  %.3f", name, p[0], p[1], p[2], p[3], p[4]);
  }

  @Override
  public Report run() {
    if (report == null) {
      Report r = new Report();
      rule(r);
      try (ModelPair pair = new ModelPair(STEPS)) {
        drafts(r, pair);
        batches(r, new BatchRun(pair));
      }
      report = r;
    }
    return report;
  }

  private static void rule(Report r) {
    double[] right = outcome(P, Q, Speculation.residual(P, Q));
    double[] wrong = outcome(P, Q, P);
    double accepted = IntStream.range(0, P.length).mapToDouble(x -> Math.min(P[x], Q[x])).sum();
    r.say("The distribution of one drafted token after the check, by enumeration:");
    row(r, "p, the target", P);
    row(r, "q, the draft", Q);
    row(r, "after a rejection, from max(0, p - q)", right);
    row(r, "after a rejection, from p", wrong);
    r.say(
        "  accepted %.2f, distance from p %.3f and %.3f",
        r.value("accepted", accepted),
        r.value("distance_residual", distance(P, right)),
        r.value("distance_from_p", distance(P, wrong)));
  }

  private void drafts(Report r, ModelPair pair) {
    r.say(
        "%d tales, %d new tokens each; %,d parameters, the draft model has %,d",
        DraftRun.TALES,
        DraftRun.NEW,
        (long) r.value("target_parameters", pair.target().parameterCount()),
        (long) r.value("draft_parameters", pair.draft().parameterCount()));
    r.say("  at most 4 drafts per pass  accepted  passes  tokens per pass  same texts");
    DraftRun greedy = new DraftRun(pair, Sampling.GREEDY);
    r.say(
        "  greedy, no drafts                      %4d             1.00",
        DraftRun.TALES * DraftRun.NEW);
    row(r, "greedy, n-gram draft", "greedy_ngram", greedy.ngram(DRAFTS), true);
    row(r, "greedy, model draft", "greedy_model", greedy.model(pair.draft(), DRAFTS), true);
    row(r, "greedy, the target drafts", "greedy_self", greedy.model(pair.target(), DRAFTS), true);
    DraftRun sampled = new DraftRun(pair, Sampling.PLAIN);
    row(r, "sampled, n-gram draft", "sampled_ngram", sampled.ngram(DRAFTS), false);
    DraftRun.Result[] model =
        Arrays.stream(MOST)
            .mapToObj(k -> sampled.model(pair.draft(), k))
            .toArray(DraftRun.Result[]::new);
    row(r, "sampled, model draft", "sampled_model", model[2], false);
    acceptedFirst = r.value("accepted_first", model[0].rate());
    modelDrafts = Arrays.stream(model).mapToDouble(DraftRun.Result::tokensPerPass).toArray();
    ngramDrafts = Arrays.stream(MOST).mapToDouble(k -> greedy.ngram(k).tokensPerPass()).toArray();
    r.say(
        "  1, 2, 4 and 8 drafts, sampled, model draft: %.2f, %.2f, %.2f and %.2f tokens per pass",
        r.value("tokens_1", modelDrafts[0]),
        modelDrafts[1],
        modelDrafts[2],
        r.value("tokens_8", modelDrafts[3]));
    r.say(
        "  by the formula, with %.2f of the first drafts accepted: %.2f, %.2f, %.2f and %.2f",
        acceptedFirst, formula(1), formula(2), formula(4), formula(8));
  }

  /** Returns the expected tokens per pass if each draft is accepted with the same probability. */
  private double formula(int drafts) {
    return (1 - Math.pow(acceptedFirst, drafts + 1)) / (1 - acceptedFirst);
  }

  private static void row(
      Report r, String name, String key, DraftRun.Result result, boolean comparable) {
    r.say(
        "  %-28s   %.2f    %4.0f             %.2f%s",
        name,
        r.value(key + "_accepted", result.rate()),
        r.value(key + "_passes", result.passes()),
        result.tokensPerPass(),
        comparable
            ? "      " + (int) r.value(key + "_same", result.same()) + " of " + DraftRun.TALES
            : "");
  }

  private static void batches(Report r, BatchRun run) {
    r.say(
        "%d requests, prompts of %d tokens, %.0f new tokens in all",
        BatchRun.REQUESTS, BatchRun.PROMPT, r.value("new_tokens", run.tokens()));
    r.say("                                        passes  rows per step  pre-empted  same texts");
    int row = ModelPair.CONTEXT / BatchRun.BLOCK;
    int all = BatchRun.REQUESTS;
    row(r, "one after another", "single", run.answer(1, 1, row));
    row(r, "groups of 4 that wait for the last", "groups", run.answer(4, 4, 4 * row));
    row(r, "continuous, 4 rows", "rows_4", run.answer(all, 4, 4 * row));
    BatchRun.Result many = run.answer(all, all, all * row);
    row(r, "continuous, 16 rows", "rows_16", many);
    row(r, "16 rows in the memory of 4", "blocks_48", run.answer(all, all, 4 * row));
    row(r, "16 rows in the memory of 2", "blocks_24", run.answer(all, all, 2 * row));
    r.say("Share of the reserved memory that holds a token, 16 rows:");
    r.say(
        "  a row of 192 tokens each %.2f, blocks of 64 %.2f, of 16 %.2f, of 4 %.2f",
        r.value("used_192", many.used(ModelPair.CONTEXT)),
        r.value("used_64", many.used(64)),
        r.value("used_16", many.used(16)),
        r.value("used_4", many.used(4)));
  }

  private static void row(Report r, String name, String key, BatchRun.Result result) {
    r.say(
        "  %-36s  %5.0f         %4.1f        %4.0f    %2.0f of 16",
        name,
        r.value(key + "_passes", result.passes()),
        r.value(key + "_rows", result.rows()),
        r.value(key + "_preempted", result.preemptions()),
        r.value(key + "_same", result.same()));
  }

  @Override
  public Map<String, String> drawings() {
    return Map.of(
        "draft.svg", ServingDrawings.draft(P, Q),
        "batching.svg", ServingDrawings.batching(),
        "blocks.svg", ServingDrawings.blocks());
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    run();
    double[] x = Arrays.stream(MOST).asDoubleStream().toArray();
    double[] one = new double[x.length];
    Arrays.fill(one, 1);
    double[] expected = Arrays.stream(MOST).mapToDouble(this::formula).toArray();
    return Map.of(
        "tokens-per-pass.png",
        Charts.lines(
            "More drafts per pass, fewer passes",
            "largest number of drafts per pass",
            "new tokens per pass of the target",
            List.of(
                new Charts.Line("model draft, sampled", x, modelDrafts, true),
                new Charts.Line("formula, first draft's rate", x, expected, false),
                new Charts.Line("n-gram draft, greedy", x, ngramDrafts, true),
                new Charts.Line("no drafts", x, one, false))));
  }
}
