package org.glassllm.generate;

import com.google.common.primitives.Ints;
import java.util.List;
import java.util.Optional;
import org.glassllm.text.examples.Instruction;
import org.glassllm.token.Tokenizer;

/**
 * OpenAI's ChatML. Each message is {@code <|im_start|>}, its role, a newline, its text and {@code
 * <|im_end|>}. The two marks are special tokens, so the text of a message cannot forge a mark.
 */
public record ChatMlTemplate() implements PromptTemplate {
  private static final String START = "<|im_start|>";
  private static final String END = "<|im_end|>";

  @Override
  public String name() {
    return "chat";
  }

  @Override
  public List<String> missing(Tokenizer tokenizer) {
    return List.of(START, END).stream()
        .filter(mark -> !tokenizer.specialTokens().containsKey(mark))
        .toList();
  }

  @Override
  public int[] opening(boolean first, Optional<String> system, Turn turn, Tokenizer tokenizer) {
    int[] newline = tokenizer.encode("\n");
    int[] before =
        first
            ? system.map(text -> message("system", text, tokenizer)).orElse(new int[0])
            : newline; // after the end token of the previous answer
    int[] user = message("user", Instruction.prompt(turn.instruction(), turn.input()), tokenizer);
    int[] start = {tokenizer.specialTokens().get(START)};
    return Ints.concat(before, user, start, tokenizer.encode("assistant\n"));
  }

  /** Returns the ids of a message and of the newline after the message. */
  private int[] message(String role, String text, Tokenizer tokenizer) {
    return Ints.concat(
        new int[] {tokenizer.specialTokens().get(START)},
        tokenizer.encode(role + "\n" + text),
        new int[] {end(tokenizer)},
        tokenizer.encode("\n"));
  }

  @Override
  public int end(Tokenizer tokenizer) {
    return tokenizer.specialTokens().get(END);
  }
}
