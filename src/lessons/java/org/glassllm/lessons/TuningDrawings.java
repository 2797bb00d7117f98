package org.glassllm.lessons;

import java.util.Locale;

/** The diagrams of lesson 11: cells of tokens, coloured by what the loss does with them. */
final class TuningDrawings {
  private static final int CELL = 40;
  private static final int LEFT = 110;
  private static final int TOP = 52;
  private static final String PROMPT = "#9ecae1";
  private static final String ANSWER = "#fdae6b";
  private static final String IGNORED = "#d9d9d9";
  private static final String EMPTY = "#ffffff";
  private static final String[] TEXTS = {"#9ecae1", "#a1d99b", "#bcbddc"};
  private static final int[] LENGTHS = {4, 2, 2};
  private static final int ROW = 8;

  private TuningDrawings() {}

  /** Returns a row of tokens with the target of each position. */
  static String mask() {
    String[] tokens = {"reverse", "a", "b", "→", "b", "a", "END", "PAD", "PAD"};
    int prompt = 4, end = 6, wide = 64;
    StringBuilder body = new StringBuilder();
    String[] rows = {"position t", "input", "target", "loss"};
    for (int r = 0; r < rows.length; r++) {
      text(body, LEFT - 12, TOP + r * CELL + 25, "end", "bold", rows[r]);
    }
    for (int t = 0; t < tokens.length; t++) {
      int x = LEFT + t * wide;
      boolean counts = t + 1 >= prompt && t + 1 <= end;
      String kind = t < prompt ? PROMPT : t <= end ? ANSWER : EMPTY;
      text(body, x + wide / 2, TOP + 25, "middle", "normal", "" + t);
      box(body, x, TOP + CELL, wide, kind, tokens[t]);
      box(body, x, TOP + 2 * CELL, wide, counts ? ANSWER : IGNORED, counts ? tokens[t + 1] : "–");
      text(body, x + wide / 2, TOP + 3 * CELL + 25, "middle", "bold", counts ? "✓" : "");
    }
    text(body, 16, 30, "start", "bold", "Position t predicts token t + 1; the loss counts 3 of 9");
    int y = TOP + 4 * CELL + 14;
    legend(body, LEFT, y, PROMPT, "prompt");
    legend(body, LEFT + 130, y, ANSWER, "answer and its end token");
    legend(body, LEFT + 360, y, IGNORED, "target ignored");
    return Svg.page(LEFT + tokens.length * wide + 24, y + 44, body);
  }

  /** Returns the rows of three texts without and with packing, and the mask of the packed row. */
  static String packing() {
    int cell = 30, second = 260, third = 560;
    StringBuilder body = new StringBuilder();
    text(body, 16, 30, "start", "bold", "one text per row: 3 rows");
    text(body, second, 30, "start", "bold", "packed: 1 row");
    text(body, third, 30, "start", "bold", "who attends to whom");
    int at = 0;
    for (int text = 0; text < LENGTHS.length; text++) {
      for (int i = 0; i < LENGTHS[0]; i++) {
        boolean token = i < LENGTHS[text];
        square(
            body,
            16 + i * cell,
            TOP + text * cell,
            cell,
            token ? TEXTS[text] : EMPTY,
            token ? "" + i : "");
      }
      for (int i = 0; i < LENGTHS[text]; i++, at++) {
        square(body, second + at * cell, TOP, cell, TEXTS[text], "" + i);
      }
    }
    for (int query = 0; query < ROW; query++) {
      for (int key = 0; key < ROW; key++) {
        boolean seen = key <= query && text(key) == text(query);
        square(
            body,
            third + key * cell,
            TOP + query * cell,
            cell,
            seen ? TEXTS[text(key)] : IGNORED,
            "");
      }
    }
    text(body, second, TOP + 2 * cell, "start", "normal", "numbers: positions, which start");
    text(body, second, TOP + 2 * cell + 20, "start", "normal", "at 0 in every text");
    text(body, 16, TOP + 4 * cell, "start", "normal", "white: padding, 4 of 12 cells");
    text(
        body,
        third,
        TOP + ROW * cell + 24,
        "start",
        "normal",
        "row: query, column: key; grey: hidden");
    return Svg.page(third + ROW * cell + 50, TOP + ROW * cell + 44, body);
  }

  private static int text(int place) {
    return place < LENGTHS[0] ? 0 : place < LENGTHS[0] + LENGTHS[1] ? 1 : 2;
  }

  private static void square(
      StringBuilder body, int x, int y, int side, String fill, String label) {
    rectangle(body, x + 1, y + 1, side - 2, side - 2, fill);
    text(body, x + side / 2, y + side / 2 + 5, "middle", "normal", label);
  }

  private static void box(StringBuilder body, int x, int y, int wide, String fill, String label) {
    rectangle(body, x + 2, y + 2, wide - 4, CELL - 4, fill);
    text(body, x + wide / 2, y + 25, "middle", "normal", label);
  }

  private static void legend(StringBuilder body, int x, int y, String fill, String meaning) {
    rectangle(body, x, y, 24, 18, fill);
    text(body, x + 32, y + 14, "start", "normal", meaning);
  }

  private static void rectangle(StringBuilder body, int x, int y, int wide, int high, String fill) {
    body.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"#969696\"/>\n",
            x,
            y,
            wide,
            high,
            fill));
  }

  private static void text(
      StringBuilder body, int x, int y, String anchor, String weight, String text) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-weight=\"%s\">%s</text>\n",
            x,
            y,
            anchor,
            weight,
            text));
  }
}
