/**
 * Before: {@code loss}, whose gradients arrive here. Next: {@code checkpoint}, which saves the
 * weights and this package's moments.
 *
 * <p>{@link org.glassllm.optim.AdamW} updates the parameters, with weight decay on matrices only. A
 * {@link org.glassllm.optim.Schedule} sets the learning rate; {@link
 * org.glassllm.optim.GradientNorm} clips gradients. We do not use DJL's AdamW, which decays every
 * parameter and limits gradients only from above.
 */
package org.glassllm.optim;
