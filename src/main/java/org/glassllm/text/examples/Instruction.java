package org.glassllm.text.examples;

import java.util.List;
import org.glassllm.base.InputException;

/**
 * An instruction with its answer, in the layout of Alpaca (Taori et al. 2023).
 *
 * @param instruction the task, not blank
 * @param input the text that the task is about; may be empty
 * @param output the answer, not blank
 */
public record Instruction(String instruction, String input, String output) implements Example {
  /** Checks that the instruction and the output are not blank. */
  public Instruction {
    if (instruction.isBlank() || output.isBlank()) {
      throw new InputException(
          "the %s is empty; write its text, or remove the row",
          instruction.isBlank() ? "instruction" : "output");
    }
  }

  /** Returns the text that a user writes: the instruction, a newline and the input. */
  public String prompt() {
    return prompt(instruction, input);
  }

  /**
   * Returns the instruction, a newline and the input; only the instruction if the input is empty.
   */
  public static String prompt(String instruction, String input) {
    return input.isEmpty() ? instruction : instruction + "\n" + input;
  }

  @Override
  public Dialogue dialogue() {
    return new Dialogue(
        List.of(new Message(Role.USER, prompt()), new Message(Role.ASSISTANT, output)));
  }

  @Override
  public int length() {
    return instruction.length() + input.length() + output.length();
  }
}
