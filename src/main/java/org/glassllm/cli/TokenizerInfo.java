package org.glassllm.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.base.Json;
import org.glassllm.token.BpeTokenizer;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glass tokenizer info}. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = "Says what a tokenizer is: kind, sizes, special tokens and their roles.")
final class TokenizerInfo implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private TokenizerOptions options;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public void run() {
    Tokenizer tokenizer = options.load();
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("tokenizer", options.path().toString());
    info.put("kind", tokenizer instanceof BpeTokenizer ? "bpe" : "char");
    info.put("vocab_size", tokenizer.vocabSize());
    if (tokenizer instanceof BpeTokenizer bpe) {
      info.put("pattern", bpe.pattern().key());
      info.put("merges", bpe.merges().size());
    }
    info.put("special_tokens", tokenizer.specialTokens());
    Map<String, Integer> roles = new LinkedHashMap<>();
    for (SpecialRole role : SpecialRole.values()) {
      tokenizer.special(role).ifPresent(id -> roles.put(role.key(), id));
    }
    info.put("roles", roles);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(info));
    } else {
      info.forEach((name, value) -> out.printf("%-15s %s%n", name, value));
    }
    out.flush();
  }
}
