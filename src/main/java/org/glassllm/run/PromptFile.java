package org.glassllm.run;

import com.google.common.base.Utf8;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;
import org.glassllm.base.SafeFiles;

/**
 * A UTF-8 file of prompts. Each line of a text file is a prompt; an empty line is an empty prompt.
 * In a {@code .jsonl} file, each line is an object with the field {@code prompt}, and optionally
 * with {@code id}, {@code seed} and {@code tokens}; blank lines are skipped. Only one line at a
 * time is held in memory.
 */
public final class PromptFile {
  private static final List<String> FIELDS = List.of("prompt", "id", "seed", "tokens");

  private final Path path;
  private final boolean json;
  private final long size;
  private final String sha256;

  /**
   * Opens a file and reads it once, to count the prompts.
   *
   * @throws InputException if the file cannot be read, is not UTF-8 or contains no prompt
   */
  public PromptFile(Path path) {
    this.path = path;
    json = path.toString().endsWith(".jsonl");
    MessageDigest digest = Hash.digest();
    try (InputStream in = Channels.newInputStream(SafeFiles.open(path));
        Lines lines = new Lines(new DigestInputStream(in, digest))) {
      long count = 0;
      while (lines.next().isPresent()) {
        count++;
      }
      size = count;
    } catch (IOException e) {
      throw SafeFiles.cannot("read", path, e);
    }
    sha256 = HexFormat.of().formatHex(digest.digest());
    if (size == 0) {
      throw new InputException("%s contains no prompt; write one prompt per line", path);
    }
  }

  /** Returns the number of prompts. */
  public long size() {
    return size;
  }

  /** Returns the format and the SHA-256 checksum of the file, which determine the prompts. */
  public String identity() {
    return (json ? "jsonl " : "text ") + sha256;
  }

  /** Returns a reader of the prompts; the caller must close it. */
  public Prompts prompts() {
    try {
      return new Prompts(new Lines(Channels.newInputStream(SafeFiles.open(path))));
    } catch (IOException e) {
      throw SafeFiles.cannot("read", path, e);
    }
  }

  /** Reads one prompt after another. */
  public final class Prompts implements Closeable {
    private final Lines lines;
    private long index;

    private Prompts(Lines lines) {
      this.lines = lines;
    }

    /** Returns the next prompt, or empty after the last prompt. */
    public Optional<Prompt> next() {
      try {
        return lines.next().map(line -> prompt(index++, lines.number, line));
      } catch (IOException e) {
        throw SafeFiles.cannot("read", path, e);
      }
    }

    @Override
    public void close() {
      try {
        lines.close();
      } catch (IOException e) {
        throw SafeFiles.cannot("read", path, e);
      }
    }
  }

  private final class Lines implements Closeable {
    private final BufferedReader in;
    private long number;

    Lines(InputStream in) {
      this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    }

    Optional<String> next() throws IOException {
      try {
        String line;
        do {
          line = in.readLine();
          number++;
          if (number == 1 && line != null && line.startsWith("\uFEFF")) {
            line = line.substring(1); // a byte order mark is not part of the prompt
          }
        } while (line != null && json && line.isBlank());
        return Optional.ofNullable(line);
      } catch (CharacterCodingException e) {
        throw new InputException(
            "%s is not UTF-8 after line %s; convert the file, for example with iconv -t UTF-8"
                .formatted(path, number),
            e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private Prompt prompt(long index, long number, String line) {
    if (!json) {
      return Prompt.of(index, line);
    }
    JsonElement id = JsonNull.INSTANCE;
    try {
      JsonField object = JsonField.parse(line, "line " + number);
      id = id(object.get("id"));
      object.object(FIELDS);
      String text = whole(object.get("prompt"), object.get("prompt").string());
      JsonField seed = object.get("seed"), tokens = object.get("tokens");
      return new Prompt(
          index,
          id,
          text,
          seed.isAbsent()
              ? OptionalLong.empty()
              : OptionalLong.of(seed.whole(Long.MIN_VALUE, Long.MAX_VALUE)),
          tokens.isAbsent()
              ? OptionalInt.empty()
              : OptionalInt.of((int) tokens.whole(0, Integer.MAX_VALUE)),
          Optional.empty());
    } catch (InputException e) {
      return Prompt.wrong(index, id, e.getMessage());
    }
  }

  private static JsonElement id(JsonField id) {
    if (id.isAbsent()) {
      return JsonNull.INSTANCE;
    }
    if (!id.value().isJsonPrimitive()) {
      throw id.wrong("a string, a number, true, false or null");
    }
    whole(id, id.value().getAsString());
    return id.value();
  }

  /** Returns a text; throws an exception if the text contains half of a surrogate pair. */
  private static String whole(JsonField field, String text) {
    try {
      Utf8.encodedLength(text);
      return text;
    } catch (IllegalArgumentException e) {
      throw new InputException(
          field.place() + " has half of a surrogate pair, which UTF-8 cannot encode; remove it", e);
    }
  }
}
