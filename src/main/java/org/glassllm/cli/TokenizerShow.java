package org.glassllm.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.SafeFiles;
import org.glassllm.token.TokenView;
import org.glassllm.token.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@code glass tokenizer show}. */
@Command(
    name = "show",
    description = "Show a text with coloured tokens, in the terminal or as HTML.")
final class TokenizerShow extends Subcommand {
  @Mixin private TokenizerOptions options;

  @Option(names = "--text", paramLabel = "S", description = "Text to show.")
  private String text;

  @Option(
      names = "--input",
      paramLabel = "F",
      description = "UTF-8 file to show instead of --text.")
  private Path input;

  @Option(names = "--html", description = "Write HTML instead of terminal colours.")
  private boolean html;

  @Option(names = "--out", paramLabel = "F", description = "Output file. Default: standard output.")
  private Path out;

  private record Token(int id, String text) {}

  @Override
  public void run() {
    if ((text == null) == (input == null)) {
      throw new InputException("give exactly one of --text S and --input F");
    }
    if (json() && html) {
      throw new InputException("--json and --html cannot be combined; omit one of the options");
    }
    Tokenizer tokenizer = options.load();
    String shown = text == null ? SafeFiles.readText(input) : text;
    String view =
        json()
            ? Json.line(Map.of("tokens", tokens(tokenizer, shown)))
            : html ? TokenView.html(tokenizer, shown) : TokenView.terminal(tokenizer, shown);
    if (out != null) {
      SafeFiles.replace(out, view + "\n");
    } else {
      out()
          .println(
              view); // print() would remove the colours; the view has no other control characters
    }
  }

  /**
   * Returns the id and the text of each token; bytes that form no complete character become U+FFFD.
   */
  private static List<Token> tokens(Tokenizer tokenizer, String text) {
    int[] ids = tokenizer.encode(text);
    return Arrays.stream(ids).mapToObj(id -> new Token(id, tokenizer.decode(id))).toList();
  }
}
