/**
 * Before: {@code base}. Next: {@code picture}, which draws arrays.
 *
 * <p>The engine and its arrays. {@link org.glassllm.tensor.Torch} starts the engine. {@link
 * org.glassllm.tensor.Autograd} controls recording and computes gradients. {@link
 * org.glassllm.tensor.Seeds} makes every random number a function of seed, purpose, step and
 * micro-step. {@link org.glassllm.tensor.Kernels} selects readable or fused operations. {@link
 * org.glassllm.tensor.ScriptModule} calls libtorch's fused operations. The formulas are in {@code
 * model}, {@code loss} and {@code optim}.
 *
 * <p><b>Lifetimes.</b> An {@code NDArray} holds native memory. The manager of the <em>first</em>
 * operand owns the result of an operation. Write {@code x.mul(w)}, never {@code w.mul(x)};
 * otherwise the product lives as long as the model. Open one manager per step and return only Java
 * values from it. Constants in differentiable operations come from {@link
 * org.glassllm.tensor.Scalars}.
 */
package org.glassllm.tensor;
