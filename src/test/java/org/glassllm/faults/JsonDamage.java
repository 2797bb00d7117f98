package org.glassllm.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Damages JSON by its structure: keys, types, numbers, nesting and lenient spellings. */
final class JsonDamage {
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-1",
          "2.9",
          "4294967300",
          "1e999",
          "\"\"",
          "\"x\"",
          "\"random\"",
          "[]",
          "{}",
          "[[]]",
          "[1]",
          "{\"a\":1}",
          "NaN",
          "'x'",
          "x",
          "01",
          "\"\\u001b[2J\"",
          "\"\\ud800\"",
          "\"../../x\"");
  private static final List<String> KEYS =
      List.of("", "x", "__metadata__", "format", "\\u0000", "..", "text", "id");

  private final SplittableRandom random;
  private final StringBuilder out = new StringBuilder();
  private int left;
  private boolean lenient;

  private JsonDamage(SplittableRandom random, int left) {
    this.random = random;
    this.left = left;
  }

  /** Returns the tree as JSON with one or two damaged values. */
  static byte[] apply(Object tree, SplittableRandom random) {
    JsonDamage damage = new JsonDamage(random, random.nextInt(size(tree)));
    damage.lenient = random.nextInt(25) == 0;
    damage.write(tree);
    String text = damage.out.toString();
    if (random.nextInt(40) == 0) {
      text = text + List.of("{}", ",", "//x", "\0", "}").get(random.nextInt(5));
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the number of values in a tree. */
  private static int size(Object tree) {
    int size = 1;
    if (tree instanceof Map<?, ?> map) {
      for (Object value : map.values()) {
        size += size(value);
      }
    } else if (tree instanceof List<?> list) {
      for (Object value : list) {
        size += size(value);
      }
    }
    return size;
  }

  private void write(Object value) {
    if (left-- == 0) {
      damaged(value);
    } else {
      plain(value);
    }
  }

  private void plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<String> entries = new ArrayList<>();
      map.forEach((key, inner) -> entry((String) key, inner, entries));
      out.append('{').append(String.join(",", entries)).append('}');
    } else if (value instanceof List<?> list) {
      List<String> items = new ArrayList<>();
      list.forEach(inner -> items.add(captured(inner)));
      out.append('[').append(String.join(",", items)).append(']');
    } else {
      out.append(value instanceof String s ? quoted(s) : String.valueOf(value));
    }
  }

  private String captured(Object value) {
    int start = out.length();
    write(value);
    String text = out.substring(start);
    out.setLength(start);
    return text;
  }

  /** Adds an entry; a damaged one may lose, double or rename its key. */
  private void entry(String key, Object value, List<String> entries) {
    boolean here = left == 0 && random.nextBoolean();
    if (!here) {
      entries.add(quoted(key) + ":" + captured(value));
      return;
    }
    left = -1;
    String text = captured(value);
    switch (random.nextInt(6)) {
      case 0, 1 -> {} // removed
      case 2 -> {
        entries.add(quoted(key) + ":" + text);
        entries.add(quoted(key) + ":" + (random.nextBoolean() ? text : any()));
      }
      case 3 -> entries.add("\"" + KEYS.get(random.nextInt(KEYS.size())) + "\":" + text);
      case 4 -> entries.add(quoted(key.toUpperCase(java.util.Locale.ROOT) + "_") + ":" + text);
      default -> {
        entries.add(quoted(key) + ":" + text);
        entries.add("\"" + KEYS.get(random.nextInt(KEYS.size())) + "\":" + any());
      }
    }
  }

  private void damaged(Object value) {
    switch (random.nextInt(8)) {
      case 0 -> nested(value);
      case 1 -> {
        out.append('[');
        plain(value);
        out.append(']');
      }
      case 2 -> {
        out.append('"');
        out.append(value instanceof String ? "" : value == null ? "null" : "1").append('"');
      }
      case 3, 4 -> out.append(Damage.NUMBERS.get(random.nextInt(Damage.NUMBERS.size())));
      case 5 -> {
        plain(value);
        out.append(
            random.nextBoolean() ? "" : List.of("0", ".5", "e1", " ,").get(random.nextInt(4)));
      }
      default -> out.append(any());
    }
  }

  private void nested(Object value) {
    int depth = random.nextInt(4) == 0 ? 20_000 : 1 + random.nextInt(5);
    out.append("[".repeat(depth));
    plain(value);
    out.append("]".repeat(depth));
  }

  private String any() {
    return random.nextInt(200) == 0
        ? "\"" + "y".repeat(5000) + "\""
        : VALUES.get(random.nextInt(VALUES.size()));
  }

  private String quoted(String text) {
    String quote = lenient ? "'" : "\"";
    StringBuilder quoted = new StringBuilder(quote);
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(quote).toString();
  }
}
