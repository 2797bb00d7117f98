package org.glassllm.text;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.LineNumberReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.SafeFiles;

/** Reads a {@code .jsonl} file: each line is an object whose {@code text} is a document. */
final class JsonLines {
  static final String SUFFIX = ".jsonl";

  private JsonLines() {}

  /** Returns the documents that are not empty; one line at a time is in memory. */
  static Stream<Document> documents(Path file) {
    LineNumberReader reader = open(file);
    return reader
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> document(file + " line " + reader.getLineNumber(), line))
        .filter(Objects::nonNull)
        .onClose(() -> close(reader, file));
  }

  private static Document document(String name, String line) {
    JsonElement text = Json.parseObject(line, name).get("text");
    if (!Json.isString(text)) {
      throw new InputException(name + " must be an object with a string named text");
    }
    return text.getAsString().isEmpty() ? null : Document.of(name, text.getAsString());
  }

  private static LineNumberReader open(Path file) {
    try {
      return new LineNumberReader(Files.newBufferedReader(file)) {
        @Override
        public String readLine() throws IOException {
          try {
            return super.readLine();
          } catch (CharacterCodingException e) {
            throw new InputException(
                ("not a UTF-8 text: %s is malformed after line %s; convert it, for example"
                        + " with iconv -t UTF-8")
                    .formatted(file, getLineNumber()),
                e);
          }
        }
      };
    } catch (IOException e) {
      throw SafeFiles.cannot("read", file, e);
    }
  }

  private static void close(LineNumberReader reader, Path file) {
    try {
      reader.close();
    } catch (IOException e) {
      throw SafeFiles.cannot("read", file, e);
    }
  }
}
