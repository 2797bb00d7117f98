package org.glassllm.course.l11;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l11.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code FormatInstruction}. */
abstract class FormatInstructionContract extends Contract<Tasks.FormatInstruction> {
  private static final String END = "<|endoftext|>";

  FormatInstructionContract(Tasks.FormatInstruction code) {
    super(11, Tasks.FormatInstruction.class, code);
  }

  private Tasks.Text text(String instruction, String input, String output) {
    return code().format(instruction, input, output, END);
  }

  private static String visible(String text) {
    return text.replace("\n", "\\n");
  }

  @Test
  void thePromptHasThreeSections() {
    same(
        "prompt with an input",
        "### Instruction:\\nCount the words.\\n\\n### Input:\\ntwo words\\n\\n### Response:\\n",
        visible(text("Count the words.", "two words", "2").prompt()),
        "three headings, an empty line after the instruction and after the input; the answer is no"
            + " part of the prompt");
  }

  @Test
  void anEmptyInputHasNoSection() {
    same(
        "prompt without an input",
        "### Instruction:\\nSay hello.\\n\\n### Response:\\n",
        visible(text("Say hello.", "", "hello").prompt()),
        "leave out the heading ### Input: if the input is empty");
  }

  @Test
  void theResponseEndsWithTheEndToken() {
    same(
        "response",
        "2" + END,
        visible(text("Count the words.", "two words", "2").response()),
        "append the end token, or the model never learns to stop; the newline after ### Response:"
            + " belongs to the prompt");
    same(
        "response of two lines",
        " a poem\\n of two lines\\n" + END,
        visible(text("Write a poem.", "", " a poem\n of two lines\n").response()),
        "leave the answer unchanged, white space included");
  }
}
