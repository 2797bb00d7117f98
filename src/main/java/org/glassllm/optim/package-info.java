/**
 * Before: {@code loss}, whose gradients arrive here. Next: {@code checkpoint}, which keeps what was
 * learned, this package's moments included.
 *
 * <p>{@link org.glassllm.optim.AdamW} with decay on matrices only, a {@link
 * org.glassllm.optim.Schedule} for its learning rate, and clipping by the global norm. DJL's own
 * AdamW decays every parameter, and its clipping cuts only from above; neither is used.
 */
package org.glassllm.optim;
