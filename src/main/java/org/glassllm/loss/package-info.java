/**
 * Before: {@code model}, which gives logits. Next: {@code optim}, which walks down the loss.
 *
 * <p>How wrong a prediction was, in nats: {@code -log p} of the token that came.
 */
package org.glassllm.loss;
