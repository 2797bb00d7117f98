package org.glassllm.text.examples;

/** An example for supervised fine-tuning: a prompt and the answer that a model should give. */
public sealed interface Example permits Instruction, Dialogue {
  /** Returns this example as a dialogue. */
  Dialogue dialogue();

  /** Returns the total length of the texts in {@code char}s. */
  int length();
}
