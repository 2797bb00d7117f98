package org.glassllm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/** {@code glass tokenizer show}. */
@Command(
    name = "show",
    description = "Shows a text with its tokens coloured, in the terminal or as HTML.")
final class TokenizerShow extends Subcommand {
  @Mixin private TokenizerOptions options;

  @Option(names = "--text", paramLabel = "S", description = "The text.")
  private String text;

  @Option(names = "--input", paramLabel = "F", description = "A UTF-8 file in place of --text.")
  private Path input;

  @Option(names = "--html", description = "HTML in place of terminal colours.")
  private boolean html;

  @Option(names = "--out", paramLabel = "FILE", description = "Write to a file.")
  private Path out;

  @Override
  public void run() {
    if ((text == null) == (input == null)) {
      throw new InputException("give either --text S or --input F");
    }
    if (json() && html) {
      throw new InputException("--json and --html exclude each other; leave one out");
    }
    Tokenizer tokenizer = options.load();
    String shown = text == null ? SafeFiles.readText(input) : text;
    String view;
    if (json()) {
      view = Json.line(tokens(tokenizer, shown));
    } else if (html) {
      view = TokenView.html(tokenizer, shown);
    } else {
      view = TokenView.terminal(tokenizer, shown);
    }
    if (out != null) {
      SafeFiles.replace(out, view + "\n");
    } else {
      print(view + "\n");
    }
  }

  /** Each token's id and text; bytes that are no whole character show as U+FFFD. */
  private static Map<String, Object> tokens(Tokenizer tokenizer, String text) {
    List<Map<String, Object>> tokens = new ArrayList<>();
    for (int id : tokenizer.encode(text)) {
      Map<String, Object> token = new LinkedHashMap<>();
      token.put("id", id);
      token.put("text", tokenizer.decode(id));
      tokens.add(token);
    }
    return Map.of("tokens", tokens);
  }
}
