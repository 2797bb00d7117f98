package org.glassllm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.SafeFiles;
import org.glassllm.token.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs {@code glass tokenizer decode}. */
@Command(name = "decode", description = "Decode token ids to text.")
final class TokenizerDecode extends Subcommand {
  @Mixin private TokenizerOptions options;

  @Parameters(paramLabel = "ID", description = "Token ids to decode.")
  private List<String> positional = List.of();

  @Option(
      names = "--ids",
      split = ",",
      paramLabel = "ID",
      description = "Token ids to decode, comma-separated.")
  private List<String> ids = List.of();

  @Option(
      names = "--jsonl",
      description = "Decode each input line, an array of ids, to a JSON string.")
  private boolean jsonl;

  @Option(
      names = "--input",
      paramLabel = "F",
      description = "File of JSON lines for --jsonl. Default: standard input.")
  private Path input;

  @Override
  public void run() {
    PrintWriter out = out();
    List<String> given = positional.isEmpty() ? ids : positional;
    if (jsonl == !given.isEmpty() || input != null && !jsonl) {
      throw new InputException(
          "give either ids, or --jsonl with JSON lines from --input F or standard input");
    }
    Tokenizer tokenizer = options.load();
    if (jsonl) {
      try (InputStream in = TokenizerEncode.open(input)) {
        TokenizerLines.decode(tokenizer, in, out);
      } catch (IOException e) {
        throw SafeFiles.cannot("read", input == null ? Path.of("-") : input, e);
      }
    } else {
      String text = tokenizer.decode(given.stream().mapToInt(TokenizerDecode::id).toArray());
      out.println(json() ? Json.line(Map.of("text", text)) : text);
    }
    finish(out);
  }

  private static int id(String text) {
    try {
      return Integer.parseInt(text.replaceAll("[\\[\\],]", "").strip());
    } catch (NumberFormatException e) {
      throw Check.illegal("id", text, "a whole number");
    }
  }
}
