package org.glassllm.generate;

import java.util.Optional;
import java.util.Set;
import org.glassllm.token.Tokenizer;

/**
 * The chat with a model that was fine-tuned on instructions.
 *
 * @param template the format of the model's training data
 * @param tokenizer the model's tokenizer
 */
public record TemplateChat(PromptTemplate template, Tokenizer tokenizer) implements ChatTemplate {
  /** Checks that the tokenizer has the template's special tokens. */
  public TemplateChat {
    template.requireSpecials(tokenizer);
  }

  @Override
  public int[] prompt(String message, boolean first) {
    return template.opening(first, Optional.empty(), PromptTemplate.Turn.of(message), tokenizer);
  }

  @Override
  public Set<Integer> stopIds() {
    return Set.of(template.end(tokenizer));
  }

  @Override
  public int[] closing() {
    return new int[] {template.end(tokenizer)};
  }

  @Override
  public String description() {
    return "The model answers each message";
  }

  @Override
  public String usage() {
    return "Each message is an instruction; its further lines are the input of the instruction.";
  }
}
