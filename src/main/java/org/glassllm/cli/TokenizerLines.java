package org.glassllm.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.token.SpecialUse;
import org.glassllm.token.Tokenizer;

/**
 * Encodes and decodes JSON lines. Several lines are processed in parallel; results keep the order
 * of the lines.
 */
final class TokenizerLines {
  private static final int LINES = 1024;
  private static final int CHARS = 1 << 22;

  private TokenizerLines() {}

  /** Encodes each line, a JSON string, to a line with an array of ids. */
  static void encode(Tokenizer tokenizer, SpecialUse use, InputStream in, PrintWriter out)
      throws IOException {
    each(in, out, line -> tokenizer.encode(line.string(), use));
  }

  /** Decodes each line, an array of ids, to a line with a JSON string. */
  static void decode(Tokenizer tokenizer, InputStream in, PrintWriter out) throws IOException {
    each(
        in,
        out,
        line -> tokenizer.decode(line.list().stream().mapToInt(JsonField::integer).toArray()));
  }

  private static void each(InputStream in, PrintWriter out, Function<JsonField, Object> work)
      throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    long number = 0;
    while (true) {
      List<String> block = new ArrayList<>();
      int chars = 0;
      String line = "";
      while (block.size() < LINES && chars < CHARS && (line = next(lines, number)) != null) {
        block.add(line);
        chars += line.length();
      }
      long first = number;
      IntStream.range(0, block.size())
          .parallel()
          .mapToObj(i -> line(block.get(i), first + i + 1, work))
          .forEachOrdered(out::println);
      Subcommand.finish(out);
      number += block.size();
      if (line == null) {
        return;
      }
    }
  }

  private static String next(BufferedReader lines, long number) throws IOException {
    try {
      return lines.readLine();
    } catch (CharacterCodingException e) {
      throw new InputException(
          "the input is not UTF-8 after line " + number + "; convert it with iconv -t UTF-8", e);
    }
  }

  private static String line(String line, long number, Function<JsonField, Object> work) {
    JsonField value = JsonField.parse(line, "line " + number);
    return Json.line(value.checked(() -> work.apply(value)));
  }
}
