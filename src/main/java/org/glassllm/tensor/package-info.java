/**
 * Before: {@code base}. Next: {@code picture} draws these numbers, {@code text} brings the words.
 *
 * <p>Where numbers live. {@link org.glassllm.tensor.Torch} starts the engine with the settings that
 * this project relies on; {@link org.glassllm.tensor.Seeds} makes every random number a function of
 * (seed, step, micro-step); {@link org.glassllm.tensor.Kernels} names the few operations that a GPT
 * consists of.
 *
 * <p><b>Lifetimes.</b> An {@code NDArray} is native memory. The result of an operation belongs to
 * the manager of its <em>first</em> operand: write {@code x.mul(w)}, never {@code w.mul(x)}, or the
 * product stays with the model for ever. Open one manager per step and let only Java values leave
 * it. Constants in differentiable operations come from {@link org.glassllm.tensor.Scalars}.
 */
package org.glassllm.tensor;
