/**
 * Before: {@code loss}, which provides the gradients. Next: {@code checkpoint}, which saves weights
 * and moments.
 *
 * <p>The optimizer. {@link org.glassllm.optim.AdamW} updates the parameters, with weight decay on
 * matrices only. A {@link org.glassllm.optim.Schedule} sets the learning rate; {@link
 * org.glassllm.optim.GradientNorm} clips gradients. DJL's AdamW is not used, because it applies
 * weight decay to every parameter and limits gradients only from above.
 */
package org.glassllm.optim;
