/**
 * Before: {@code model}, which returns logits. Next: {@code optim}, which minimizes the loss.
 *
 * <p>The losses of training. An {@link org.glassllm.loss.Objective} returns the loss of a batch,
 * summed over the counted positions, and the number of these positions. {@link
 * org.glassllm.loss.NextToken} is the objective of pretraining and of supervised fine-tuning.
 * {@link org.glassllm.loss.CrossEntropy} computes {@code -log p} of the target, in nats.
 *
 * <p><b>Preferences.</b> {@link org.glassllm.loss.ResponseLogProb} computes the log-probabilities
 * of responses. {@link org.glassllm.loss.RewardLoss} trains a reward model from pairs of responses.
 * {@link org.glassllm.loss.PreferenceLoss} trains a policy from pairs (DPO, IPO). {@link
 * org.glassllm.loss.PolicyClip}, {@link org.glassllm.loss.ValueClip}, {@link
 * org.glassllm.loss.KlEstimator} and {@link org.glassllm.loss.Entropy} are the terms of PPO and
 * GRPO. All formulas are functions of log-probabilities; package {@code align} connects them with
 * models and batches.
 */
package org.glassllm.loss;
