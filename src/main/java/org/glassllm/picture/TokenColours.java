package org.glassllm.picture;

import java.util.List;

/** A text whose tokens have colours, as SVG. */
public final class TokenColours {
  private static final String[] COLOURS = {"#cfe8ff", "#ffe2b8", "#d5f5d0", "#f6d3ef", "#eee8aa"};
  private static final int CELL = 10;
  private static final int LINE = 28;
  private static final int WIDTH = 760;

  private TokenColours() {}

  /** Tokens in their order, each on a colour of its own; spaces show as middle dots. */
  public static String svg(List<String> tokens) {
    StringBuilder body = new StringBuilder();
    int x = CELL;
    int y = CELL;
    for (int i = 0; i < tokens.size(); i++) {
      String shown = tokens.get(i).replace(' ', '·').replace("\n", "↵");
      int width = CELL * shown.codePoints().map(c -> c > 0x2E80 ? 2 : 1).sum() + 4;
      if (x + width > WIDTH) {
        x = CELL;
        y += LINE;
      }
      body.append(
          String.format(
              "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"22\" rx=\"3\" fill=\"%s\"/>"
                  + "<text x=\"%d\" y=\"%d\">%s</text>%n",
              x, y, width, COLOURS[i % COLOURS.length], x + 2, y + 16, escape(shown)));
      x += width + 1;
    }
    return String.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"monospace\" font-size=\"16\">%n%s</svg>%n",
            WIDTH + CELL, y + LINE + CELL, body)
        .replace("\r", "");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
