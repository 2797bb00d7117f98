package org.glassllm.generate;

import java.util.List;
import java.util.Optional;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.Tokenizer;

/**
 * The headings of Alpaca (Taori et al. 2023), without Alpaca's first sentence: {@code ###
 * Instruction:}, {@code ### Input:} and {@code ### Response:}. An answer ends with EOS. An empty
 * input has no heading. A system message stands before the first instruction.
 */
public record AlpacaTemplate() implements PromptTemplate {
  private static final String END = "<|endoftext|>";

  @Override
  public String name() {
    return "alpaca";
  }

  @Override
  public List<String> missing(Tokenizer tokenizer) {
    return tokenizer.special(SpecialRole.EOS).isPresent() ? List.of() : List.of(END);
  }

  @Override
  public int[] opening(boolean first, Optional<String> system, Turn turn, Tokenizer tokenizer) {
    String input = turn.input().isEmpty() ? "" : "### Input:\n" + turn.input() + "\n\n";
    return tokenizer.encode(
        system.map(text -> text + "\n\n").orElse("")
            + "### Instruction:\n"
            + turn.instruction()
            + "\n\n"
            + input
            + "### Response:\n");
  }

  @Override
  public int end(Tokenizer tokenizer) {
    return tokenizer.special(SpecialRole.EOS).orElseThrow();
  }
}
