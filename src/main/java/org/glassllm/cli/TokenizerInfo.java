package org.glassllm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeTokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs {@code glass tokenizer info}. */
@Command(
    name = "info",
    description =
        "Print the kind, vocabulary size, number of merges, special tokens and roles"
            + " of a tokenizer.")
final class TokenizerInfo extends Subcommand {
  @Mixin private TokenizerOptions options;

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
    printValues(info);
  }
}
