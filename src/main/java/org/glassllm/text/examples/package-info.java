/**
 * Before: {@code text}, which reads corpora. Next: {@code text.tales}, a corpus with known
 * probabilities.
 *
 * <p>After pretraining, a model learns from examples. An {@link
 * org.glassllm.text.examples.Instruction} has an instruction, an input and an output. A {@link
 * org.glassllm.text.examples.Dialogue} has messages. A {@link
 * org.glassllm.text.examples.Preference} has two answers, of which a person or a rule chose one.
 * {@link org.glassllm.text.examples.ExampleReader} reads these examples from files in the common
 * layouts. The reader reports every row that it skips or truncates.
 */
package org.glassllm.text.examples;
