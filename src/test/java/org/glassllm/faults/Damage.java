package org.glassllm.faults;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages the bytes of a good file: bits, pieces, numbers and lines. */
final class Damage {
  /** Texts that replace a number. */
  static final List<String> NUMBERS =
      List.of(
          "-1",
          "0",
          "1",
          "2",
          "255",
          "256",
          "65535",
          "65536",
          "2147483647",
          "2147483648",
          "-2147483648",
          "4294967295",
          "4294967297",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551618",
          "1e9",
          "1e308",
          "1e999",
          "1E-400",
          "-0",
          "2.5",
          "1.0",
          "01",
          "+1",
          "0x10",
          "NaN",
          "Infinity",
          "-Infinity",
          "1_000",
          "1e",
          ".5",
          "٣",
          "999999999999999999999",
          "1000000000",
          "",
          "null",
          "true",
          "\"1\"",
          "[1]");

  private static final long[] BINARY = {
    0,
    1,
    -1,
    2,
    127,
    128,
    255,
    65535,
    65536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    100_000_000,
    1L << 40
  };
  private static final List<String> TEXTS =
      List.of(
          "\u001b[2J",
          "\u0007",
          "\0",
          "\r",
          "\r\n",
          "\n",
          "\n\n",
          " ",
          "\t",
          "\u0085",
          "\u2028",
          "\ufeff",
          "\ud83d\ude00",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          ",",
          ":",
          "\\",
          "//",
          "/*",
          "#",
          "<|endoftext|>",
          "../",
          "/dev/zero",
          "%s",
          "$",
          "x".repeat(3000));
  private static final byte[][] NOT_UTF8 = {
    {(byte) 0xFF},
    {(byte) 0xC3},
    {(byte) 0xC0, (byte) 0x80},
    {(byte) 0xED, (byte) 0xA0, 0x42},
    {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
    {(byte) 0x80}
  };
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private Damage() {}

  /**
   * Returns damaged bytes.
   *
   * @param other another file of the same kind, for splices
   */
  static byte[] apply(byte[] good, byte[] other, SplittableRandom random) {
    byte[] bytes = good;
    for (int n = 1 + (random.nextInt(3) == 0 ? random.nextInt(4) : 0); n > 0; n--) {
      bytes = once(bytes, other, random);
    }
    return bytes;
  }

  private static byte[] once(byte[] b, byte[] other, SplittableRandom random) {
    int from = random.nextInt(b.length + 1), to = from + piece(b.length - from, random);
    byte[] cut = Arrays.copyOfRange(b, from, to);
    return switch (random.nextInt(14)) {
      case 0 -> flip(b, random);
      case 1 -> Arrays.copyOf(b, from);
      case 2 -> join(b, from, to); // removed
      case 3 -> join(b, to, to, cut); // repeated
      case 4 -> join(b, from, to, new byte[cut.length]);
      case 5 -> join(b, from, to, splice(other, random));
      case 6, 7 -> number(b, random);
      case 8 -> binary(b, random);
      case 9 -> join(b, from, from, TEXTS.get(random.nextInt(TEXTS.size())).getBytes(UTF_8));
      case 10 -> join(b, from, from, NOT_UTF8[random.nextInt(NOT_UTF8.length)]);
      case 11 -> lines(b, random);
      case 12 -> join(b, b.length, b.length, splice(other, random));
      default -> character(b, random);
    };
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  /** Returns a length that is mostly short. */
  private static int piece(int most, SplittableRandom random) {
    int limit = random.nextInt(3) == 0 ? most : Math.min(most, 12);
    return limit <= 0 ? 0 : random.nextInt(limit + 1);
  }

  private static byte[] join(byte[] b, int from, int to, byte[]... between) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(b.length + 64);
    out.write(b, 0, from);
    for (byte[] piece : between) {
      out.writeBytes(piece);
    }
    out.write(b, to, b.length - to);
    return out.toByteArray();
  }

  private static byte[] flip(byte[] b, SplittableRandom random) {
    byte[] copy = b.clone();
    for (int n = 1 + random.nextInt(3); n > 0 && b.length > 0; n--) {
      copy[random.nextInt(b.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  private static byte[] splice(byte[] other, SplittableRandom random) {
    int from = random.nextInt(other.length + 1);
    return Arrays.copyOfRange(other, from, from + piece(other.length - from, random));
  }

  /** Replaces a number that is written in digits. */
  private static byte[] number(byte[] b, SplittableRandom random) {
    String text = new String(b, StandardCharsets.ISO_8859_1);
    List<MatchResult> all = NUMBER.matcher(text).results().toList();
    if (all.isEmpty()) {
      return flip(b, random);
    }
    MatchResult number = all.get(random.nextInt(all.size()));
    String extreme = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return join(b, number.start(), number.end(), extreme.getBytes(UTF_8));
  }

  /** Overwrites 2, 4 or 8 bytes by an extreme little-endian number. */
  private static byte[] binary(byte[] b, SplittableRandom random) {
    int width = 2 << random.nextInt(3);
    if (b.length < width) {
      return flip(b, random);
    }
    byte[] copy = b.clone();
    int at = random.nextInt(3) == 0 ? 0 : random.nextInt(b.length - width + 1) / width * width;
    long value = BINARY[random.nextInt(BINARY.length)];
    ByteBuffer all = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < width; i++) {
      all.put(at + i, (byte) (value >>> 8 * i));
    }
    return copy;
  }

  /** Replaces a character by another printable one. */
  private static byte[] character(byte[] b, SplittableRandom random) {
    byte[] copy = b.clone();
    if (b.length > 0) {
      copy[random.nextInt(b.length)] = (byte) (' ' + random.nextInt(95));
    }
    return copy;
  }

  /** Removes, repeats, exchanges or joins lines. */
  private static byte[] lines(byte[] b, SplittableRandom random) {
    String[] lines = new String(b, StandardCharsets.ISO_8859_1).split("(?<=\n)", -1);
    int i = random.nextInt(lines.length), j = random.nextInt(lines.length);
    String other = lines[j];
    switch (random.nextInt(4)) {
      case 0 -> lines[i] = "";
      case 1 -> lines[i] += other;
      case 2 -> {
        lines[j] = lines[i];
        lines[i] = other;
      }
      default -> lines[i] = lines[i].stripTrailing();
    }
    return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
  }
}
