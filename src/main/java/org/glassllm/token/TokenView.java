package org.glassllm.token;

import java.util.List;

/** Shows a text with its tokens in changing colours, for terminals and for notebooks. */
public final class TokenView {
  private static final int[] TERMINAL = {153, 223, 151, 217, 189, 230};
  private static final String[] HTML = {
    "#cfe3ff", "#ffe2b8", "#cdeccd", "#ffd0d0", "#e3d8ff", "#f5f0b8"
  };

  private TokenView() {}

  /** One run of characters and the tokens that share it: several where a character is split. */
  private record Piece(String text, String ids, int index) {}

  /** Text with ANSI background colours; line ends are shown and kept. */
  public static String terminal(Tokenizer tokenizer, CharSequence text) {
    StringBuilder view = new StringBuilder();
    for (Piece piece : pieces(tokenizer, text)) {
      String colour = "\u001b[30;48;5;" + TERMINAL[piece.index % TERMINAL.length] + "m";
      String[] lines = piece.text.split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        String end = i + 1 < lines.length ? "\u21b5" : "";
        String line = printable(lines[i]) + end;
        view.append(line.isEmpty() ? "" : colour + line + "\u001b[0m");
        view.append(i + 1 < lines.length ? "\n" : "");
      }
    }
    return view.toString();
  }

  /** An HTML element that needs nothing else; the ids show when the mouse rests on a token. */
  public static String html(Tokenizer tokenizer, CharSequence text) {
    StringBuilder view =
        new StringBuilder("<pre style=\"white-space:pre-wrap;line-height:1.7;color:#111\">");
    for (Piece piece : pieces(tokenizer, text)) {
      view.append("<span style=\"background:").append(HTML[piece.index % HTML.length]);
      view.append("\" title=\"").append(piece.ids).append("\">");
      view.append(escape(printable(piece.text.replace("\n", "\u21b5\n")))).append("</span>");
    }
    return view.append("</pre>").toString();
  }

  private static List<Piece> pieces(Tokenizer tokenizer, CharSequence text) {
    List<Piece> pieces = new java.util.ArrayList<>();
    List<TokenSpan> spans = tokenizer.spans(text);
    for (int i = 0; i < spans.size(); ) {
      int end = spans.get(i).end();
      StringBuilder ids = new StringBuilder().append(spans.get(i).id());
      int next = i + 1;
      while (next < spans.size() && spans.get(next).start() < end) {
        ids.append(' ').append(spans.get(next).id());
        end = Math.max(end, spans.get(next).end());
        next++;
      }
      String shown = text.subSequence(spans.get(i).start(), end).toString();
      pieces.add(new Piece(shown, ids.toString(), pieces.size()));
      i = next;
    }
    return pieces;
  }

  /** Control characters would move the cursor or vanish: show U+2400 and on in their place. */
  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c == '\t') {
        shown.append("\u2192\t");
      } else if (c < ' ' && c != '\n') {
        shown.append((char) (0x2400 + c));
      } else {
        shown.append(c == 0x7F ? '\u2421' : c >= 0x80 && c < 0xA0 ? '\ufffd' : c);
      }
    }
    return shown.toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
