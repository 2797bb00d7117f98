package org.glassllm.cli;

import com.google.common.io.FileBackedOutputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.SafeFiles;
import org.glassllm.batch.TokenFileWriter;
import org.glassllm.text.Document;
import org.glassllm.text.TextProgress;
import org.glassllm.token.SpecialUse;
import org.glassllm.token.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@code glass tokenizer encode}. */
@Command(
    name = "encode",
    description =
        "Encode text to token ids. The ids are printed as JSON, or written to a token"
            + " file with --out.")
final class TokenizerEncode extends Subcommand {
  private static final int IN_MEMORY = 1 << 20;

  @Mixin private TokenizerOptions options;

  @Option(names = "--text", paramLabel = "S", description = "Text to encode.")
  private String text;

  @Option(
      names = "--input",
      paramLabel = "F",
      description = "UTF-8 file to encode; \"-\" is standard input.")
  private Path input;

  @Option(
      names = "--jsonl",
      description = "Encode each input line, a JSON string, to an array of ids.")
  private boolean jsonl;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Token file (.tok) to write from --input, for glass train --data. An id takes"
              + " 2 bytes if the vocabulary is small enough, otherwise 4 bytes.")
  private Path out;

  @Option(
      names = "--special",
      defaultValue = "ordinary",
      paramLabel = "ordinary|allow|refuse",
      description =
          "ordinary encodes special tokens as text, allow encodes special tokens as"
              + " their ids, refuse reports an error."
              + DEFAULT)
  private String special;

  private record Written(long tokens, int bytesPerId, String file) {}

  @Override
  public void run() {
    SpecialUse use = use();
    if (text != null ? input != null || jsonl : input == null && !jsonl) {
      throw new InputException(
          "give either --text S, or --input F, or --jsonl with JSON lines from --input F"
              + " or standard input");
    }
    if (out != null && (text != null || jsonl)) {
      throw new InputException(
          "--out needs --input F without --jsonl; omit --out, or give only --input F");
    }
    Tokenizer tokenizer = options.load();
    if (text != null) {
      print(Json.line(Map.of("ids", tokenizer.encode(text, use))) + "\n");
      return;
    }
    try (InputStream in = open(input);
        TaskProgress progress = new TaskProgress(err(), Terminal.isThere())) {
      listen(progress);
      if (jsonl) {
        TokenizerLines.encode(tokenizer, use, in, out());
      } else if (out != null) {
        toFile(tokenizer, use, in);
      } else {
        toJson(tokenizer, use, in);
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("read", input == null ? Path.of("-") : input, e);
    } finally {
      TextProgress.listen(null);
    }
    finish(out());
  }

  /**
   * Shows the progress of reading a file. Standard input has no progress, because the size is
   * unknown.
   */
  private void listen(TaskProgress progress) {
    long size = input == null ? 0 : input.toFile().length();
    long[] done = {0};
    if (size > 0) {
      TextProgress.listen(bytes -> progress.step("encoding", done[0] += bytes, size));
    }
  }

  private SpecialUse use() {
    Check.oneOf("--special", special, List.of("ordinary", "allow", "refuse"));
    return special.equals("allow")
        ? SpecialUse.ALLOW_ALL
        : special.equals("refuse") ? SpecialUse.REFUSE_ALL : SpecialUse.ORDINARY;
  }

  static InputStream open(Path input) {
    if (input == null || input.toString().equals("-")) {
      return new BufferedInputStream(System.in, 1 << 16);
    }
    try {
      return Document.of(input).open();
    } catch (IOException e) {
      throw SafeFiles.cannot("read", input, e);
    }
  }

  private void toFile(Tokenizer tokenizer, SpecialUse use, InputStream in) throws IOException {
    TokenFileWriter file = new TokenFileWriter(out, tokenizer.vocabSize());
    try (file) {
      file.onlyIfWhole(() -> tokenizer.encodeTo(in, use, file::write));
    }
    printJson(new Written(file.count(), file.bytesPerId(), out.toString()));
  }

  /**
   * Prints all ids, or nothing if the text cannot be encoded. The output is buffered first, in a
   * temporary file if it exceeds 1 MiB.
   */
  private void toJson(Tokenizer tokenizer, SpecialUse use, InputStream in) throws IOException {
    FileBackedOutputStream whole = new FileBackedOutputStream(IN_MEMORY);
    try (Writer json = new OutputStreamWriter(whole, StandardCharsets.UTF_8)) {
      String[] separator = {""};
      json.write("{\"ids\":[");
      tokenizer.encodeTo(
          in,
          use,
          (ids, count) -> {
            for (int i = 0; i < count; i++) {
              json.append(separator[0]).append(Integer.toString(ids[i]));
              separator[0] = ",";
            }
          });
      json.write("]}\n");
      json.flush();
      whole.asByteSource().asCharSource(StandardCharsets.UTF_8).copyTo(out());
    } finally {
      whole.reset(); // deletes the temporary file
    }
  }
}
