package org.glassllm.generate;

import java.util.List;
import java.util.Optional;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.token.Tokenizer;

/**
 * The text format of instructions and answers. Supervised fine-tuning trains a model on a format,
 * and generation must use the same format, so both call this interface.
 *
 * <p>A dialogue is a sequence of turns. A turn is an opening, which the user determines, an answer
 * and one end token. The opening and the answer are encoded separately, so the tokens of an opening
 * never depend on the answer.
 */
public sealed interface PromptTemplate permits AlpacaTemplate, ChatMlTemplate {
  /** All templates; the first one is the default. */
  List<PromptTemplate> ALL = List.of(new AlpacaTemplate(), new ChatMlTemplate());

  /**
   * A message of a user.
   *
   * @param instruction the task
   * @param input the text that the task is about; may be empty
   */
  record Turn(String instruction, String input) {
    /** Returns a turn whose instruction is the first line and whose input is the other lines. */
    public static Turn of(String message) {
      int end = message.indexOf('\n');
      return end < 0 || end == message.length() - 1
          ? new Turn(message, "")
          : new Turn(message.substring(0, end), message.substring(end + 1));
    }
  }

  /** Returns the template with a name. */
  static PromptTemplate named(String name) {
    List<String> names = ALL.stream().map(PromptTemplate::name).toList();
    Check.oneOf("template", name, names);
    return ALL.get(names.indexOf(name));
  }

  /** Returns the name of this template in options and in {@code run.json}. */
  String name();

  /** Returns the special tokens that this template needs and a tokenizer lacks. */
  List<String> missing(Tokenizer tokenizer);

  /**
   * Checks that a tokenizer has the special tokens of this template.
   *
   * @throws InputException if a token is missing
   */
  default void requireSpecials(Tokenizer tokenizer) {
    if (!missing(tokenizer).isEmpty()) {
      throw new InputException(
          "the template %s needs the special tokens %s, which the tokenizer lacks; use another"
              + " template or a fine-tuned model",
          name(), missing(tokenizer));
    }
  }

  /**
   * Returns the ids from the end of the previous answer to the start of the next answer.
   *
   * @param first whether the turn is the first of its dialogue
   * @param system instructions for the complete dialogue; present at most in the first turn
   * @param tokenizer a tokenizer with all special tokens of this template
   * @throws InputException if the tokenizer cannot encode a text
   */
  int[] opening(boolean first, Optional<String> system, Turn turn, Tokenizer tokenizer);

  /** Returns the id that ends an answer. */
  int end(Tokenizer tokenizer);
}
