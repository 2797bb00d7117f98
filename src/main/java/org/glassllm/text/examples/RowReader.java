package org.glassllm.text.examples;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Splits a file into rows. A file whose first character is {@code [} is one JSON array, and each
 * element is a row; otherwise each non-blank line is a row. Only one row is held in memory.
 *
 * <p>The reader finds the ends of rows without parsing them, so a malformed row does not affect the
 * next row. In an array, the reader counts brackets outside strings; a line end closes a string,
 * because JSON forbids line ends in strings.
 */
final class RowReader implements Closeable {
  /** Maximum length of a row in {@code char}s. */
  static final int MOST = 1 << 24;

  /** Replaces wrong bytes: half of a surrogate pair, which decoded UTF-8 never contains. */
  private static final char WRONG_BYTES = '\uD800';

  private static final char MARK = '\uFEFF';
  private static final int END = -1;

  private final BufferedReader in;
  private final int most;
  private final boolean array;
  private int next;
  private long line = 1;
  private long element;
  private boolean open = true;
  private boolean tooLong;
  private final StringBuilder text = new StringBuilder();

  RowReader(InputStream bytes, int most) throws IOException {
    this.most = most;
    in =
        new BufferedReader(
            new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .replaceWith(String.valueOf(WRONG_BYTES))));
    next = in.read();
    if (next == MARK) {
      next = in.read();
    }
    skipSpace();
    array = next == '[';
    if (array) {
      advance();
    }
  }

  /** Returns the next row; null at the end of the file. */
  Row next() throws IOException {
    skipSpace();
    text.setLength(0);
    tooLong = false;
    if (!array) {
      return next == END ? null : line();
    }
    if (open && element == 0 && next == ']') {
      endArray();
    }
    return open ? element() : rest();
  }

  private Row line() throws IOException {
    String place = "line " + line;
    while (next != END && next != '\n') {
      take();
    }
    return row(place, "");
  }

  private Row element() throws IOException {
    String place = "element " + element + " (line " + line + ")";
    element++;
    boolean inString = false;
    int depth = 0;
    while (next != END && !(depth == 0 && !inString && (next == ',' || next == ']'))) {
      int c = next;
      take();
      if (inString) {
        if (c == '\\' && next != END && next != '\n') {
          take();
        }
        inString = c != '"' && c != '\n';
      } else {
        inString = c == '"';
        depth = Math.max(0, depth + (c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0));
      }
    }
    if (next == END) {
      open = false;
      return row(place, "the file ends before the array is closed");
    }
    if (next == ']') {
      endArray();
    } else {
      advance();
    }
    return row(place, "");
  }

  /** Returns the text after the array as one faulty row; null if there is none. */
  private Row rest() throws IOException {
    if (next == END) {
      return null;
    }
    String place = "line " + line;
    while (next != END) {
      advance();
    }
    return new Row(place, "", "text follows the end of the array");
  }

  private void endArray() throws IOException {
    open = false;
    advance();
    skipSpace();
  }

  private Row row(String place, String fault) {
    String all = text.toString();
    String reason =
        tooLong
            ? "longer than " + most + " characters"
            : all.indexOf(WRONG_BYTES) >= 0 && hasWrongBytes(all) ? "not UTF-8" : fault;
    return new Row(place, reason.isEmpty() ? all : "", reason);
  }

  /** Returns whether a text has a high surrogate without a low surrogate after it. */
  private static boolean hasWrongBytes(String text) {
    for (int i = text.indexOf(WRONG_BYTES); i >= 0; i = text.indexOf(WRONG_BYTES, i + 1)) {
      if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
        return true;
      }
    }
    return false;
  }

  private void take() throws IOException {
    if (text.length() < most) {
      text.append((char) next);
    } else {
      tooLong = true;
    }
    advance();
  }

  private void skipSpace() throws IOException {
    while (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
      advance();
    }
  }

  private void advance() throws IOException {
    line += next == '\n' ? 1 : 0;
    next = in.read();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
