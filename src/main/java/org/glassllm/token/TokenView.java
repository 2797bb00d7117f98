package org.glassllm.token;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats a text with coloured tokens for terminals, notebooks and pictures. */
public final class TokenView {
  private static final int[] TERMINAL = {153, 223, 151, 217, 189, 230};
  private static final String[] COLOURS = {"#cfe8ff", "#ffe2b8", "#d5f5d0", "#f6d3ef", "#eee8aa"};
  private static final int CELL = 10;
  private static final int LINE = 28;
  private static final int WIDTH = 760;

  private static final String SVG =
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="monospace" \
      font-size="16">
      %s</svg>
      """;
  private static final String RECTANGLE =
      """
      <rect x="%d" y="%d" width="%d" height="22" rx="3" fill="%s"/><text x="%d" y="%d">%s</text>
      """;

  private TokenView() {}

  /**
   * Consecutive characters and the ids of the tokens that cover these characters. There are several
   * ids if tokens split a character.
   */
  private record Piece(String text, String ids, int index) {
    String colour() {
      return COLOURS[index % COLOURS.length];
    }
  }

  /** Returns the text with ANSI background colours; a line end is shown as ↵ and kept. */
  public static String terminal(Tokenizer tokenizer, CharSequence text) {
    StringBuilder view = new StringBuilder();
    for (Piece piece : pieces(tokenizer, text)) {
      String colour = "\u001b[30;48;5;" + TERMINAL[piece.index % TERMINAL.length] + "m";
      String[] lines = piece.text.split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        boolean last = i + 1 == lines.length;
        String line = printable(lines[i]) + (last ? "" : "↵");
        view.append(line.isEmpty() ? "" : colour + line + "\u001b[0m").append(last ? "" : "\n");
      }
    }
    return view.toString();
  }

  /** Returns the text as an HTML element with inline styles; a tooltip shows the id of a token. */
  public static String html(Tokenizer tokenizer, CharSequence text) {
    StringBuilder view =
        new StringBuilder("<pre style=\"white-space:pre-wrap;line-height:1.7;color:#111\">");
    for (Piece piece : pieces(tokenizer, text)) {
      String shown = escape(printable(piece.text.replace("\n", "↵\n")));
      view.append("<span style=\"background:").append(piece.colour());
      view.append("\" title=\"").append(piece.ids).append("\">").append(shown).append("</span>");
    }
    return view.append("</pre>").toString();
  }

  /** Returns the text as an SVG picture; spaces are shown as middle dots. */
  public static String svg(Tokenizer tokenizer, CharSequence text) {
    StringBuilder body = new StringBuilder();
    int x = CELL;
    int y = CELL;
    for (Piece piece : pieces(tokenizer, text)) {
      String shown = printable(piece.text.replace(' ', '·').replace("\n", "↵"));
      int width = CELL * shown.codePoints().map(c -> c > 0x2E80 ? 2 : 1).sum() + 4;
      if (x + width > WIDTH) {
        x = CELL;
        y += LINE;
      }
      body.append(format(RECTANGLE, x, y, width, piece.colour(), x + 2, y + 16, escape(shown)));
      x += width + 1;
    }
    return format(SVG, WIDTH + CELL, y + LINE + CELL, body);
  }

  private static String format(String template, Object... values) {
    return String.format(Locale.ROOT, template, values);
  }

  private static List<Piece> pieces(Tokenizer tokenizer, CharSequence text) {
    List<Piece> pieces = new ArrayList<>();
    List<TokenSpan> spans = tokenizer.spans(text);
    for (int i = 0; i < spans.size(); ) {
      int start = spans.get(i).start();
      int end = spans.get(i).end();
      StringBuilder ids = new StringBuilder().append(spans.get(i++).id());
      for (; i < spans.size() && spans.get(i).start() < end; i++) {
        ids.append(' ').append(spans.get(i).id());
        end = Math.max(end, spans.get(i).end());
      }
      pieces.add(new Piece(text.subSequence(start, end).toString(), ids.toString(), pieces.size()));
    }
    return pieces;
  }

  /**
   * Returns the text with visible symbols, such as U+2400, instead of control characters, which are
   * invisible or move the cursor.
   */
  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c == '\t') {
        shown.append("→\t");
      } else if (c < ' ' && c != '\n') {
        shown.append((char) (0x2400 + c));
      } else {
        shown.append(c == 0x7F ? '␡' : c >= 0x80 && c < 0xA0 ? '\ufffd' : c);
      }
    }
    return shown.toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
