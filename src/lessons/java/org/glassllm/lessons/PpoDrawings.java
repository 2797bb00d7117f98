package org.glassllm.lessons;

import java.util.Locale;

/** The diagrams of lesson 12: the models of PPO, and the clipped loss. */
final class PpoDrawings {
  private static final String TRAINED = "#fdae6b";
  private static final String FROZEN = "#d9d9d9";
  private static final String NUMBERS = "#ffffff";
  private static final String TEXT = "#9ecae1";
  private static final String LINE = "#555555";
  private static final String KEPT = "#2171b5";
  private static final int UNIT = 150; // pixels of a ratio of 1, and of a loss of 1
  private static final double EPSILON = 0.2;

  private PpoDrawings() {}

  /** Returns the path from a prompt to an update: models in columns, numbers below. */
  static String models() {
    StringBuilder body = new StringBuilder();
    body.append(
        "<defs><marker id=\"to\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\""
            + " markerHeight=\"7\" orient=\"auto\"><path d=\"M0,0 L10,5 L0,10 z\" fill=\""
            + LINE
            + "\"/></marker></defs>\n");
    box(body, 20, 30, 90, "prompt", TEXT);
    box(body, 150, 30, 170, "policy π, sampled", TRAINED);
    box(body, 360, 30, 400, "response of T tokens, with its end token", TEXT);
    arrow(body, 110, 50, 150, 50);
    arrow(body, 320, 50, 360, 50);
    String[] models = {"policy π", "reference π_ref", "reward model", "critic V"};
    String[] results = {"log π_old (T)", "log π_ref (T)", "score (1)", "values V (T)"};
    for (int i = 0; i < models.length; i++) {
      int x = 20 + 190 * i;
      box(body, x, 120, 170, models[i], i % 3 == 0 ? TRAINED : FROZEN);
      box(body, x, 200, 170, results[i], NUMBERS);
      arrow(body, 560, 70, x + 85, 120);
      arrow(body, x + 85, 160, x + 85, 200);
    }
    box(
        body,
        60,
        290,
        510,
        "rewards (T): −β (log π_old − log π_ref), plus the score at the end",
        NUMBERS);
    for (int i = 0; i < 3; i++) {
      arrow(body, 105 + 190 * i, 240, 105 + 190 * i, 290);
    }
    box(body, 230, 370, 530, "GAE: advantages A (T) and targets of the critic A + V (T)", NUMBERS);
    arrow(body, 400, 330, 400, 370);
    arrow(body, 675, 240, 675, 370);
    box(
        body,
        20,
        450,
        740,
        "several steps on the same responses: clipped policy loss, value loss",
        TRAINED);
    arrow(body, 500, 410, 500, 450);
    arrow(body, 40, 240, 40, 450);
    label(
        body,
        20,
        520,
        "start",
        "orange: trained together on one trunk; grey: frozen; white: numbers");
    return Svg.page(780, 540, body);
  }

  /** Returns minus the loss of one token over the ratio, for both signs of the advantage. */
  static String clip() {
    StringBuilder body = new StringBuilder();
    panel(body, 70, 1);
    panel(body, 470, -1);
    label(body, 70, 365, "start", "blue: min(ρA, clip(ρ)A), the part that counts; grey dashes: ρA");
    label(body, 70, 387, "start", "where blue is flat, the gradient is 0; the interval is 1 ± 0.2");
    return Svg.page(840, 405, body);
  }

  private static void panel(StringBuilder body, int left, int advantage) {
    int zero = advantage > 0 ? 320 : 70;
    label(body, left, 24, "start", "advantage A = " + (advantage > 0 ? "+1" : "−1"));
    rect(body, left + px(1 - EPSILON), 50, px(2 * EPSILON), 280, "#eeeeee");
    line(body, left, zero, left + px(2), zero, LINE, "");
    line(body, left, advantage > 0 ? 50 : zero, left, advantage > 0 ? zero : 330, LINE, "");
    for (double ratio : new double[] {0, 0.5, 1, 1.5, 2}) {
      int y = advantage > 0 ? zero + 18 : zero - 8;
      label(body, left + px(ratio), y, "middle", String.format(Locale.ROOT, "%.1f", ratio));
    }
    for (int value : new int[] {0, 1}) {
      int y = zero - advantage * px(value);
      label(body, left - 8, y + 5, "end", value == 0 ? "0" : advantage > 0 ? "1" : "−1");
    }
    double edge = 1 + advantage * EPSILON, end = 1.7;
    line(body, left, zero, left + px(end), zero - advantage * px(end), "#888888", "6 5");
    int bend = zero - advantage * px(edge);
    if (advantage > 0) {
      line(body, left, zero, left + px(edge), bend, KEPT, "");
      line(body, left + px(edge), bend, left + px(2), bend, KEPT, "");
    } else {
      line(body, left, bend, left + px(edge), bend, KEPT, "");
      line(body, left + px(edge), bend, left + px(end), zero + px(end), KEPT, "");
    }
    label(body, left + px(2) + 20, zero + 5, "start", "ρ");
  }

  private static int px(double units) {
    return (int) Math.round(units * UNIT);
  }

  private static void line(
      StringBuilder body, int x1, int y1, int x2, int y2, String colour, String dashes) {
    body.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"%d\"%s/>\n",
            x1,
            y1,
            x2,
            y2,
            colour,
            colour.equals(KEPT) ? 3 : 1,
            dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\""));
  }

  private static void arrow(StringBuilder body, int x1, int y1, int x2, int y2) {
    body.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\""
                + " marker-end=\"url(#to)\"/>\n",
            x1,
            y1,
            x2,
            y2,
            LINE));
  }

  private static void box(StringBuilder body, int x, int y, int width, String text, String fill) {
    body.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"40\" rx=\"5\" fill=\"%s\""
                + " stroke=\"%s\"/>\n",
            x,
            y,
            width,
            fill,
            LINE));
    label(body, x + width / 2, y + 25, "middle", text);
  }

  private static void rect(StringBuilder body, int x, int y, int width, int height, String fill) {
    body.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n",
            x,
            y,
            width,
            height,
            fill));
  }

  private static void label(StringBuilder body, int x, int y, String anchor, String text) {
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
