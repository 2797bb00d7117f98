package org.glassllm.lessons;

import java.util.Arrays;
import java.util.Locale;

/** The diagrams of lesson 13: the loss of one pair, and the optimal policy for several β. */
final class DpoDrawings {
  private static final double LN2 = Math.log(2);
  private static final String CHOSEN = "#9ecae1";
  private static final String REJECTED = "#fdae6b";
  private static final String OTHER = "#d9d9d9";
  private static final String PLAIN = "#ffffff";
  private static final int BOX = 124;
  private static final int HIGH = 40;
  private static final int GAP = 34;
  private static final int LEFT = 96;
  private static final int TOP = 58;
  private static final int BAR = 460;

  /** The closing sentences of the grammar, with their probabilities. */
  private static final String[] CLOSINGS = {
    "Everyone was happy.",
    "It was a good day.",
    "They stayed friends.",
    "Then it was time to sleep."
  };

  private static final double[] REFERENCE = {3 / 8.0, 2 / 8.0, 2 / 8.0, 1 / 8.0};
  private static final double[] REWARDS = {1, 0, 0, 0};
  private static final String[] COLOURS = {CHOSEN, REJECTED, OTHER, "#a1d99b"};

  private DpoDrawings() {}

  /** Returns the optimal policy π_ref exp(r/β) / Z. */
  static double[] optimum(double[] reference, double[] rewards, double beta) {
    double[] policy = new double[reference.length];
    Arrays.setAll(policy, i -> reference[i] * Math.exp(rewards[i] / beta));
    double z = Arrays.stream(policy).sum();
    return Arrays.stream(policy).map(p -> p / z).toArray();
  }

  private static double kl(double[] p, double... q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += p[i] * Math.log(p[i] / q[i]);
    }
    return sum;
  }

  /** Returns the computation of the worked example, from four log-probabilities to the loss. */
  static String loss() {
    StringBuilder body = new StringBuilder();
    String[] titles = {"log π", "log π_ref", "log-ratio"};
    String[][] rows = {{"−5 ln 2", "−6 ln 2", "+1 ln 2"}, {"−4 ln 2", "−3 ln 2", "−1 ln 2"}};
    String[] signs = {"−", "="};
    int second = TOP + HIGH + GAP, middle = TOP + (HIGH + GAP) / 2;
    for (int r = 0; r < rows.length; r++) {
      int y = r == 0 ? TOP : second;
      text(body, LEFT - 12, y + 25, "end", r == 0 ? "chosen" : "rejected");
      for (int c = 0; c < titles.length; c++) {
        int x = LEFT + c * (BOX + GAP);
        text(body, x + BOX / 2, TOP - 16, "middle", titles[c]);
        box(body, x, y, r == 0 ? CHOSEN : REJECTED, rows[r][c]);
        if (c < signs.length) {
          text(body, x + BOX + GAP / 2, y + 25, "middle", signs[c]);
        }
      }
    }
    double h = 2 * LN2, beta = 0.5;
    String[][] ends = {
      {"h", "2 ln 2"},
      {"σ(βh), β = ½", String.format(Locale.ROOT, "%.3f", 1 / (1 + Math.exp(-beta * h)))},
      {"−log σ(βh)", String.format(Locale.ROOT, "%.3f", Math.log1p(Math.exp(-beta * h)))}
    };
    for (int c = 0; c < ends.length; c++) {
      int x = LEFT + (titles.length + c) * (BOX + GAP);
      text(body, x + BOX / 2, middle - 16, "middle", ends[c][0]);
      box(body, x, middle, PLAIN, ends[c][1]);
      text(body, x - GAP / 2, middle + 25, "middle", "→");
    }
    return Svg.page(LEFT + 6 * (BOX + GAP), second + HIGH + 24, body);
  }

  /** Returns the shares of the closing sentences if only the first has the reward 1. */
  static String optimum() {
    StringBuilder body = new StringBuilder();
    text(body, LEFT, 30, "start", "Share of each closing sentence; the reward is 1 for the first");
    text(body, LEFT + BAR + 16, 30, "start", "KL to π_ref");
    double[] betas = {Double.POSITIVE_INFINITY, 1, 0.5, 0.25};
    for (int r = 0; r < betas.length; r++) {
      int y = TOP + r * (HIGH + 10) - 8;
      double[] policy = optimum(REFERENCE, REWARDS, betas[r]);
      String name = r == 0 ? "π_ref" : "β = " + (betas[r] == 1 ? "1" : "" + betas[r]);
      text(body, LEFT - 12, y + 25, "end", name);
      shares(body, y, policy);
      text(
          body,
          LEFT + BAR + 16,
          y + 25,
          "start",
          String.format(Locale.ROOT, "%.2f nats", kl(policy, REFERENCE)));
    }
    int bottom = TOP + betas.length * (HIGH + 10);
    for (int i = 0; i < CLOSINGS.length; i++) {
      int x = LEFT + i % 2 * 230, y = bottom + i / 2 * 28;
      rect(body, x, y, 18, 18, COLOURS[i]);
      text(body, x + 26, y + 14, "start", CLOSINGS[i]);
    }
    return Svg.page(LEFT + BAR + 130, bottom + 68, body);
  }

  private static void shares(StringBuilder body, int y, double... policy) {
    double before = 0;
    for (int i = 0; i < policy.length; i++) {
      int from = (int) Math.round(before * BAR), to = (int) Math.round((before + policy[i]) * BAR);
      rect(body, LEFT + from, y, to - from, HIGH, COLOURS[i]);
      if (to - from >= HIGH) {
        String percent = Math.round(100 * policy[i]) + " %";
        text(body, LEFT + (from + to) / 2, y + 25, "middle", percent);
      }
      before += policy[i];
    }
  }

  private static void box(StringBuilder body, int x, int y, String colour, String text) {
    rect(body, x, y, BOX, HIGH, colour);
    text(body, x + BOX / 2, y + 25, "middle", text);
  }

  private static void rect(StringBuilder body, int x, int y, int width, int height, String colour) {
    body.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"#969696\"/>\n",
            x,
            y,
            width,
            height,
            colour));
  }

  private static void text(StringBuilder body, int x, int y, String anchor, String text) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
            x,
            y,
            anchor,
            text));
  }
}
