package org.glassllm.faults;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An independent strict reader of JSON (RFC 8259), the oracle of the fuzzers. Values are maps,
 * lists, strings, {@link BigDecimal}, {@link Boolean} and null. Duplicate keys and malformed UTF-8
 * are errors.
 */
final class StrictJson {
  private static final int DEPTH = 500;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*+)(\\.[0-9]++)?+([eE][+-]?[0-9]{1,9}+)?+");

  private final String text;
  private int at;
  private int depth;

  /** A text that is not strict JSON, or has another form than required. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message);
    }
  }

  private StrictJson(String text) {
    this.text = text;
  }

  /** Returns the text of bytes that are UTF-8. */
  static String utf8(byte[] bytes) throws Wrong {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Wrong("malformed UTF-8");
    }
  }

  /** Reads a value. */
  static Object read(byte[] bytes) throws Wrong {
    return read(utf8(bytes));
  }

  /** Reads a value. */
  static Object read(String text) throws Wrong {
    // RFC 8259 lets readers ignore a byte-order mark
    StrictJson reader = new StrictJson(text.startsWith("\ufeff") ? text.substring(1) : text);
    Object value = reader.value();
    reader.space();
    if (reader.at < reader.text.length()) {
      throw reader.wrong("text after the value");
    }
    return value;
  }

  /** Reads an object. */
  static Map<String, Object> object(byte[] bytes) throws Wrong {
    return object(read(bytes), "the file");
  }

  /** Returns a value as an object. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object value, String name) throws Wrong {
    if (value instanceof Map<?, ?>) {
      return (Map<String, Object>) value;
    }
    throw new Wrong(name + " is no object");
  }

  /** Returns a value as a list. */
  @SuppressWarnings("unchecked")
  static List<Object> list(Object value, String name) throws Wrong {
    if (value instanceof List<?>) {
      return (List<Object>) value;
    }
    throw new Wrong(name + " is no array");
  }

  /** Returns a value as a string. */
  static String string(Object value, String name) throws Wrong {
    if (value instanceof String string) {
      return string;
    }
    throw new Wrong(name + " is no string");
  }

  /** Returns a value as a whole number. */
  static long whole(Object value, String name) throws Wrong {
    if (value instanceof BigDecimal number && number.precision() - number.scale() < 20) {
      try {
        return number.longValueExact();
      } catch (ArithmeticException e) {
        throw new Wrong(name + " is no whole number of 64 bits");
      }
    }
    throw new Wrong(name + " is no whole number of 64 bits");
  }

  private Object value() throws Wrong {
    space();
    if (++depth > DEPTH) {
      throw wrong("too deep");
    }
    Object value =
        switch (peek()) {
          case '{' -> object();
          case '[' -> list();
          case '"' -> string();
          case 't' -> word("true", Boolean.TRUE);
          case 'f' -> word("false", Boolean.FALSE);
          case 'n' -> word("null", null);
          default -> number();
        };
    depth--;
    return value;
  }

  private Map<String, Object> object() throws Wrong {
    Map<String, Object> object = new LinkedHashMap<>();
    at++;
    for (boolean first = true; next('}', first); first = false) {
      String key = string();
      space();
      expect(':');
      if (object.containsKey(key)) {
        throw wrong("duplicate key " + key);
      }
      object.put(key, value());
    }
    return object;
  }

  private List<Object> list() throws Wrong {
    List<Object> list = new ArrayList<>();
    at++;
    for (boolean first = true; next(']', first); first = false) {
      list.add(value());
    }
    return list;
  }

  /** Moves to the next element; returns false at the end. */
  private boolean next(char end, boolean first) throws Wrong {
    space();
    if (peek() == end) {
      at++;
      return false;
    }
    if (!first) {
      expect(',');
      space();
    }
    return true;
  }

  private String string() throws Wrong {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c < ' ') {
        throw wrong("control character in a string");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    at++;
    return string.toString();
  }

  private char escaped() throws Wrong {
    char c = peek();
    at++;
    int plain = "\"\\/bfnrt".indexOf(c);
    if (plain >= 0) {
      return "\"\\/\b\f\n\r\t".charAt(plain);
    }
    if (c != 'u' || at + 4 > text.length()) {
      throw wrong("unknown escape");
    }
    String digits = text.substring(at, at + 4);
    if (!digits.matches("[0-9a-fA-F]{4}")) {
      throw wrong("unknown escape");
    }
    at += 4;
    return (char) Integer.parseInt(digits, 16);
  }

  private Object word(String word, Object value) throws Wrong {
    if (!text.startsWith(word, at)) {
      throw wrong("no value");
    }
    at += word.length();
    return value;
  }

  private BigDecimal number() throws Wrong {
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      throw wrong("no value");
    }
    at = number.end();
    return new BigDecimal(number.group());
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws Wrong {
    if (at >= text.length()) {
      throw wrong("the text ends early");
    }
    return text.charAt(at);
  }

  private void expect(char c) throws Wrong {
    if (peek() != c) {
      throw wrong("no " + c);
    }
    at++;
  }

  private Wrong wrong(String why) {
    return new Wrong(why + " at character " + at);
  }
}
