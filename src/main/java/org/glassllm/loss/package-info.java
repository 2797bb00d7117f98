/**
 * Before: {@code model}, which returns logits. Next: {@code optim}, which minimizes the loss.
 *
 * <p>The losses of training. An {@link org.glassllm.loss.Objective} returns the loss of a batch,
 * summed over the counted positions, and the number of these positions. {@link
 * org.glassllm.loss.NextToken} is the objective of pretraining. {@link
 * org.glassllm.loss.CrossEntropy} computes {@code -log p} of the target, in nats.
 */
package org.glassllm.loss;
