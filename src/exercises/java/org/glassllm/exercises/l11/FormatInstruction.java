package org.glassllm.exercises.l11;

/**
 * Writes an instruction and its answer in Alpaca's format. The prompt has up to three sections: the
 * heading {@code ### Instruction:} with the instruction, {@code ### Input:} with the input, and
 * {@code ### Response:}. Each heading stands on its own line. An empty line follows the instruction
 * and the input.
 *
 * <p>An empty input has no section. The newline after {@code ### Response:} is the last character of
 * the prompt. The response is the answer and the end token, without a space between them.
 *
 * <p>{@code mvn test -Dtest=FormatInstructionExerciseTest} checks it.
 */
public final class FormatInstruction implements Tasks.FormatInstruction {
  /**
   * @param instruction the task
   * @param input the text that the task is about; may be empty
   * @param output the right answer; unchanged in the response
   * @param end the text of the token that ends an answer
   */
  @Override
  public Tasks.Text format(String instruction, String input, String output, String end) {
    throw new UnsupportedOperationException("implement me: lesson 11, FormatInstruction");
  }
}
