package org.glassllm.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A prompt of a {@link PromptFile}.
 *
 * @param index number of prompts before this prompt
 * @param id identifier that the result repeats, a string, a number, a truth value or JSON null
 * @param text text that the model continues; empty if {@code error} is present
 * @param seed seed of this prompt, if the file gives one
 * @param tokens maximum number of new tokens, if the file gives one
 * @param error reason why the line is not a prompt
 */
public record Prompt(
    long index,
    JsonElement id,
    String text,
    OptionalLong seed,
    OptionalInt tokens,
    Optional<String> error) {

  /** Returns a prompt that consists of a text only. */
  static Prompt of(long index, String text) {
    return new Prompt(
        index,
        JsonNull.INSTANCE,
        text,
        OptionalLong.empty(),
        OptionalInt.empty(),
        Optional.empty());
  }

  /** Returns the entry for a line that is not a prompt. */
  static Prompt wrong(long index, JsonElement id, String error) {
    return new Prompt(index, id, "", OptionalLong.empty(), OptionalInt.empty(), Optional.of(error));
  }
}
