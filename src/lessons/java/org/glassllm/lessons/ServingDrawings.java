package org.glassllm.lessons;

import java.util.Arrays;
import java.util.Locale;

/**
 * The diagrams of lesson 16: a checked draft, two ways of batching, two ways of reserving memory.
 */
final class ServingDrawings {
  private static final int CELL = 34;
  private static final int LEFT = 70;
  private static final int TOP = 60;
  private static final int BAR = 60;
  private static final int HEIGHT = 400; // pixels of a probability of 1
  private static final String EMPTY = "#ffffff";
  private static final String IDLE = "#d9d9d9";
  private static final String ACCEPTED = "#9ecae1";
  private static final String DRAWN = "#fdae6b";
  private static final String[] TEXTS = {
    "#9ecae1", "#fdae6b", "#a1d99b", "#dadaeb", "#fee391", "#fcbba1"
  };

  private ServingDrawings() {}

  /**
   * Returns a bar per token: the accepted part, the rejected part of q, the part that is drawn
   * anew.
   */
  static String draft(double[] p, double... q) {
    StringBuilder body = new StringBuilder();
    int bottom = TOP + HEIGHT / 2;
    text(body, LEFT, 30, "start", "min(p, q) is accepted; a rejected draft is replaced from p − q");
    for (int percent = 0; percent <= 50; percent += 10) {
      int y = bottom - percent * HEIGHT / 100;
      text(body, LEFT - 10, y + 5, "end", String.format(Locale.ROOT, "%.1f", percent / 100.0));
      rect(body, LEFT, y, p.length * 2 * BAR, 1, IDLE, IDLE);
    }
    for (int i = 0; i < p.length; i++) {
      int x = LEFT + BAR / 2 + i * 2 * BAR;
      int accepted = height(Math.min(p[i], q[i])), top = height(Math.max(p[i], q[i]));
      rect(body, x, bottom - top, BAR, top - accepted, p[i] > q[i] ? DRAWN : IDLE, "#969696");
      rect(body, x, bottom - accepted, BAR, accepted, ACCEPTED, "#969696");
      text(body, x + BAR / 2, bottom + 22, "middle", "token " + i);
    }
    String[][] legend = {
      {ACCEPTED, "draft is accepted: 0.75"},
      {IDLE, "q − p, draft is rejected: 0.25"},
      {DRAWN, "p − q, drawn after a rejection: 0.25"}
    };
    for (int i = 0; i < legend.length; i++) {
      int y = TOP + 20 + i * CELL, x = LEFT + p.length * 2 * BAR + 20;
      rect(body, x, y, CELL / 2, CELL / 2, legend[i][0], "#969696");
      text(body, x + CELL, y + 14, "start", legend[i][1]);
    }
    return Svg.page(LEFT + p.length * 2 * BAR + 300, bottom + 44, body);
  }

  private static int height(double probability) {
    return (int) Math.round(probability * HEIGHT);
  }

  /** Returns the steps of six texts in three rows: in groups that wait, and continuously. */
  static String batching() {
    String[] groups = {"AAAAAADDDD", "BB....E...", "CCC...FF.."};
    String[] continuous = {"AAAAAA", "BBDDDD", "CCCEFF"};
    StringBuilder body = new StringBuilder();
    int second = LEFT + groups[0].length() * CELL + 40;
    steps(body, 0, "groups of 3 that wait: 10 steps", groups);
    steps(body, second, "continuous: 6 steps", continuous);
    text(body, LEFT, TOP + 4 * CELL, "start", "a letter: one token of a text; grey: an idle row");
    return Svg.page(second + LEFT + continuous[0].length() * CELL + 30, TOP + 4 * CELL + 20, body);
  }

  private static void steps(StringBuilder body, int x, String title, String... rows) {
    text(body, x + LEFT, 30, "start", title);
    for (int r = 0; r < rows.length; r++) {
      text(body, x + LEFT - 10, TOP + r * CELL + 22, "end", "row " + r);
      for (int c = 0; c < rows[r].length(); c++) {
        char name = rows[r].charAt(c);
        boolean idle = name == '.';
        cell(
            body,
            x + LEFT + c * CELL,
            TOP + r * CELL,
            idle ? "" : "" + name,
            idle ? IDLE : of(name));
      }
    }
  }

  /** Returns the memory of three texts: rows for 12 tokens each, and blocks of 4 slots. */
  static String blocks() {
    String[][] rows = {tokens('A', 6, 12), tokens('B', 3, 12), tokens('C', 5, 12)};
    int[] owner = {1, -1, 0, 2, -1, 0, 2}; // text of each block
    int[] index = {0, 0, 0, 1, 0, 1, 0}; // index of the block in its text
    String[][] blocks = new String[owner.length][];
    for (int b = 0; b < owner.length; b++) {
      String[] all = owner[b] < 0 ? tokens('A', 0, 12) : rows[owner[b]];
      blocks[b] = Arrays.copyOfRange(all, 4 * index[b], 4 * index[b] + 4);
    }
    StringBuilder body = new StringBuilder();
    int second = LEFT + 12 * CELL + 60;
    memory(body, 0, "a row of 12 each: 14 of 36 slots used", "row", rows);
    memory(body, second, "blocks of 4: 14 of 20 slots used", "block", blocks);
    String[] tables = {"block tables", "A: 2, 5", "B: 0", "C: 6, 3", "free: 1, 4"};
    for (int i = 0; i < tables.length; i++) {
      text(body, second + LEFT + 4 * CELL + 30, TOP + i * CELL + 22, "start", tables[i]);
    }
    return Svg.page(second + LEFT + 4 * CELL + 150, TOP + owner.length * CELL + 20, body);
  }

  private static String[] tokens(char name, int used, int slots) {
    String[] all = new String[slots];
    Arrays.setAll(all, i -> i < used ? name + "" + i : "");
    return all;
  }

  private static void memory(
      StringBuilder body, int x, String title, String label, String[]... parts) {
    text(body, x + LEFT, 30, "start", title);
    for (int r = 0; r < parts.length; r++) {
      text(body, x + LEFT - 10, TOP + r * CELL + 22, "end", label + " " + r);
      boolean reserved = !parts[r][0].isEmpty();
      for (int c = 0; c < parts[r].length; c++) {
        String token = parts[r][c];
        String fill = token.isEmpty() ? reserved ? IDLE : EMPTY : of(token.charAt(0));
        cell(body, x + LEFT + c * CELL, TOP + r * CELL, token, fill);
      }
    }
  }

  private static String of(char name) {
    return TEXTS[name - 'A'];
  }

  private static void cell(StringBuilder body, int x, int y, String text, String fill) {
    rect(body, x + 1, y + 1, CELL - 2, CELL - 2, fill, "#969696");
    text(body, x + CELL / 2, y + 22, "middle", text);
  }

  private static void rect(
      StringBuilder body, int x, int y, int width, int height, String fill, String stroke) {
    body.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"%s\"/>\n",
            x,
            y,
            width,
            height,
            fill,
            stroke));
  }

  private static void text(StringBuilder body, int x, int y, String anchor, String text) {
    if (!text.isEmpty()) {
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
}
