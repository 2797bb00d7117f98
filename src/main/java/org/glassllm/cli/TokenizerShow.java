package org.glassllm.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.token.TokenView;
import org.glassllm.token.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glass tokenizer show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a text with its tokens coloured, in the terminal or as HTML.")
final class TokenizerShow implements Runnable {
  @Spec private CommandSpec spec;
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
    Tokenizer tokenizer = options.load();
    String shown = text == null ? SafeFiles.readText(input) : text;
    String view = html ? TokenView.html(tokenizer, shown) : TokenView.terminal(tokenizer, shown);
    if (out != null) {
      SafeFiles.replace(out, view + "\n");
    } else {
      PrintWriter stdout = spec.commandLine().getOut();
      stdout.println(view);
      TokenizerEncode.finish(stdout);
    }
  }
}
