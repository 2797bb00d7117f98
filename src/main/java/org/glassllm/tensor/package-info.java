/**
 * Before: {@code base}. Next: {@code picture}, which draws arrays.
 *
 * <p>The engine. {@link org.glassllm.tensor.Torch} starts it, {@link org.glassllm.tensor.Autograd}
 * records operations and computes gradients, {@link org.glassllm.tensor.Seeds} makes every random
 * number a function of (seed, step, micro-step). {@link org.glassllm.tensor.Kernels} selects how
 * operations are computed, and {@link org.glassllm.tensor.ScriptModule} calls libtorch's fused
 * operations; the formulas themselves are in {@code model}, {@code loss} and {@code optim}.
 *
 * <p><b>Lifetimes.</b> An {@code NDArray} is native memory. The result of an operation belongs to
 * the manager of its <em>first</em> operand: write {@code x.mul(w)}, never {@code w.mul(x)}, or the
 * product stays with the model. Open one manager per step and let only Java values leave it.
 * Constants in differentiable operations come from {@link org.glassllm.tensor.Scalars}.
 */
package org.glassllm.tensor;
