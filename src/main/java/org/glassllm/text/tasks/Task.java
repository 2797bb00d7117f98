package org.glassllm.text.tasks;

import org.glassllm.text.examples.Instruction;

/**
 * A generated instruction with a right answer.
 *
 * @param skill the name of the skill
 * @param example the instruction, the input and a right answer
 * @param content the content of the task, which decides the {@link #part()}; tasks that differ only
 *     in their wording have the same content
 */
public record Task(String skill, Instruction example, String content) {
  /** Returns the part to which this task belongs. */
  public Part part() {
    return Part.of(skill, content);
  }

  /** Returns the right answer. */
  public String answer() {
    return example.output();
  }
}
