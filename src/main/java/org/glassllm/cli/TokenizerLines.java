package org.glassllm.cli;

import com.google.gson.Gson;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.token.SpecialUse;
import org.glassllm.token.Tokenizer;

/** Encodes and decodes JSON lines in order, several lines in parallel. */
final class TokenizerLines {
  private static final Gson GSON = new Gson();
  private static final int LINES = 1024;
  private static final int CHARS = 1 << 22;

  private TokenizerLines() {}

  /** Encodes one JSON string per line to one array of ids per line. */
  static void encode(Tokenizer tokenizer, SpecialUse use, InputStream in, PrintWriter out)
      throws IOException {
    each(in, out, line -> tokenizer.encode(read(line, String.class, "string, \"text\""), use));
  }

  /** Decodes one array of ids per line to one JSON string per line. */
  static void decode(Tokenizer tokenizer, InputStream in, PrintWriter out) throws IOException {
    each(in, out, line -> tokenizer.decode(read(line, int[].class, "array of ids, [1,2]")));
  }

  private static void each(InputStream in, PrintWriter out, Function<String, Object> work)
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

  private static String line(String line, long number, Function<String, Object> work) {
    try {
      return Json.line(work.apply(line));
    } catch (InputException e) {
      throw new InputException("line " + number + ": " + e.getMessage(), e);
    }
  }

  private static <T> T read(String line, Class<T> type, String what) {
    try (JsonReader reader = new JsonReader(new StringReader(line))) {
      reader.setStrictness(Strictness.STRICT);
      boolean text = reader.peek() == JsonToken.STRING;
      T value = GSON.getAdapter(type).read(reader);
      if (value != null
          && text == (type == String.class)
          && reader.peek() == JsonToken.END_DOCUMENT) {
        return value;
      }
      throw new InputException("must be one JSON " + what);
    } catch (IOException | RuntimeException e) {
      throw new InputException("must be one JSON " + what, e);
    }
  }
}
