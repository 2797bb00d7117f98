/**
 * Before: {@code loss}, whose gradients arrive here. Next: {@code checkpoint}, which saves the
 * weights and this package's moments.
 *
 * <p>{@link org.glassllm.optim.AdamW} with weight decay on matrices only, a {@link
 * org.glassllm.optim.Schedule} of its learning rate, and clipping by {@link
 * org.glassllm.optim.GradientNorm}. DJL's own AdamW decays every parameter, and its clipping limits
 * gradients only from above; neither is used.
 */
package org.glassllm.optim;
