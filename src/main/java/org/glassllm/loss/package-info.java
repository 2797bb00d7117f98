/**
 * Before: {@code model}, which returns logits. Next: {@code optim}, which minimizes the loss.
 *
 * <p>An {@link org.glassllm.loss.Objective} turns a batch into a sum over counted positions and
 * their number. {@link org.glassllm.loss.NextToken} is pretraining's; {@link
 * org.glassllm.loss.CrossEntropy} holds its formula: {@code -log p} of the correct token, in nats.
 */
package org.glassllm.loss;
