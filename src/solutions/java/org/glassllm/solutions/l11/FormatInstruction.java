package org.glassllm.solutions.l11;

import org.glassllm.exercises.l11.Tasks;

/** Reference solution: write an instruction and its answer in Alpaca's format. */
public final class FormatInstruction implements Tasks.FormatInstruction {
  @Override
  public Tasks.Text format(String instruction, String input, String output, String end) {
    StringBuilder prompt = new StringBuilder();
    prompt.append("### Instruction:\n").append(instruction).append("\n\n");
    if (!input.isEmpty()) {
      prompt.append("### Input:\n").append(input).append("\n\n");
    }
    prompt.append("### Response:\n");
    return new Tasks.Text(prompt.toString(), output + end);
  }
}
