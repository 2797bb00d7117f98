package org.glassllm.text;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.SafeFiles;

/**
 * Reads a {@code .jsonl} file. Each line is a JSON object, and the field {@code text} of the object
 * is a document.
 */
final class JsonLines {
  static final String SUFFIX = ".jsonl";

  private JsonLines() {}

  /** Returns the non-empty documents of a file; only one line at a time is held in memory. */
  static Stream<Document> documents(Path file) {
    try {
      LineNumberReader lines =
          new LineNumberReader(
              new InputStreamReader(Document.of(file).open(), StandardCharsets.UTF_8));
      return lines
          .lines()
          .filter(line -> !line.isBlank())
          .map(line -> document(file + " line " + lines.getLineNumber(), line))
          .filter(Objects::nonNull)
          .onClose(() -> close(lines, file));
    } catch (IOException e) {
      throw SafeFiles.cannot("read", file, e);
    }
  }

  private static Document document(String name, String line) {
    JsonElement text = Json.parseObject(line, name).get("text");
    if (!Json.isString(text)) {
      throw new InputException(name + " must be a JSON object with a string field named text");
    }
    return text.getAsString().isEmpty() ? null : Document.of(name, text.getAsString());
  }

  private static void close(LineNumberReader lines, Path file) {
    try {
      lines.close();
    } catch (IOException e) {
      throw SafeFiles.cannot("read", file, e);
    }
  }
}
