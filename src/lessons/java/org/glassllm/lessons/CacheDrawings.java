package org.glassllm.lessons;

import java.util.Locale;
import java.util.function.IntBinaryOperator;

/** The diagrams of lesson 10: grids with a row per pass or query and a column per token. */
final class CacheDrawings {
  private static final int CELL = 36;
  private static final int LEFT = 76;
  private static final int TOP = 74;
  private static final int PANEL = LEFT + 6 * CELL + 44;
  private static final String[] TOKENS = {"Ella", "had", "a", "tiny", "drum", "."};
  private static final String[] PASSES = {"prefill", "step 1", "step 2", "step 3"};
  private static final int PROMPT = 3;

  /** A token that a pass does not reach. The kinds of cells are indices of {@link #COLOURS}. */
  private static final int EMPTY = 0;

  private static final int CACHED = 1;
  private static final int COMPUTED = 2;
  private static final int HIDDEN = 3;
  private static final int WRONG = 4; // added to another kind
  private static final String[] COLOURS = {"#ffffff", "#9ecae1", "#fdae6b", "#d9d9d9"};

  private CacheDrawings() {}

  /** Returns the tokens that each pass computes, without and with a cache. */
  static String cache() {
    StringBuilder body = new StringBuilder();
    grid(
        body,
        0,
        "without a cache: 18 tokens",
        PASSES,
        TOKENS,
        (r, c) -> c < PROMPT + r ? COMPUTED : EMPTY);
    grid(
        body,
        PANEL,
        "with a cache: 6 tokens",
        PASSES,
        TOKENS,
        (r, c) -> c >= PROMPT + r ? EMPTY : r == 0 || c == PROMPT + r - 1 ? COMPUTED : CACHED);
    for (int r = 0; r < PASSES.length; r++) {
      count(body, 0, r, PROMPT + r);
      count(body, PANEL, r, r == 0 ? PROMPT : 1);
    }
    int y = TOP + PASSES.length * CELL + 16;
    legend(body, LEFT, y, COMPUTED, "keys and values computed");
    legend(body, LEFT + PANEL, y, CACHED, "read from the cache");
    return Svg.page(2 * PANEL, y + 34, body);
  }

  /** Returns the visible places of a chunk of 2 tokens after 2 cached ones, and two wrong masks. */
  static String chunkMask() {
    int cached = 2, tokens = 2, capacity = 6;
    String[] rows = {"query 0", "query 1"};
    String[] places = {"0", "1", "2", "3", "4", "5"};
    StringBuilder body = new StringBuilder();
    String[] titles = {"j ≤ cached + i: right", "j ≤ i: wrong", "j ≤ capacity − tokens + i: wrong"};
    int[] offsets = {cached, 0, capacity - tokens};
    for (int p = 0; p < titles.length; p++) {
      int offset = offsets[p];
      grid(
          body,
          p * PANEL,
          titles[p],
          rows,
          places,
          (r, c) ->
              (c <= offset + r ? CACHED : HIDDEN)
                  + (c <= offset + r == c <= cached + r ? 0 : WRONG));
    }
    int y = TOP + rows.length * CELL + 16;
    legend(body, LEFT, y, CACHED, "the query sees the place");
    legend(body, LEFT + PANEL, y, HIDDEN, "hidden");
    legend(body, LEFT + 2 * PANEL, y, EMPTY + WRONG, "red border: wrong");
    return Svg.page(titles.length * PANEL, y + 34, body);
  }

  private static void grid(
      StringBuilder body,
      int x,
      String title,
      String[] rows,
      String[] columns,
      IntBinaryOperator kind) {
    text(body, x + 16, 28, "start", "bold", title);
    for (int c = 0; c < columns.length; c++) {
      text(body, x + LEFT + c * CELL + CELL / 2, TOP - 10, "middle", "normal", columns[c]);
    }
    for (int r = 0; r < rows.length; r++) {
      text(body, x + LEFT - 8, TOP + r * CELL + 23, "end", "normal", rows[r]);
      for (int c = 0; c < columns.length; c++) {
        cell(body, x + LEFT + c * CELL, TOP + r * CELL, kind.applyAsInt(r, c));
      }
    }
  }

  private static void cell(StringBuilder body, int x, int y, int kind) {
    boolean wrong = kind >= WRONG;
    body.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"%s\""
                + " stroke-width=\"%d\"/>\n",
            x + 2,
            y + 2,
            CELL - 4,
            CELL - 4,
            COLOURS[kind % WRONG],
            wrong ? "#cb181d" : "#969696",
            wrong ? 3 : 1));
  }

  private static void count(StringBuilder body, int x, int row, int tokens) {
    text(
        body,
        x + LEFT + TOKENS.length * CELL + 12,
        TOP + row * CELL + 23,
        "start",
        "bold",
        "" + tokens);
  }

  private static void legend(StringBuilder body, int x, int y, int kind, String meaning) {
    cell(body, x, y - CELL / 2 + 4, kind);
    text(body, x + CELL + 6, y + 9, "start", "normal", meaning);
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
