/**
 * Before: {@code checkpoint}, which saves the state of a training run. Next: {@code generate},
 * which samples from the trained model.
 *
 * <p>The training loop. A {@link org.glassllm.train.Learner} takes one optimizer step. A {@link
 * org.glassllm.train.Trainer} repeats this step, evaluates, generates sample texts, saves
 * checkpoints and notifies {@link org.glassllm.train.TrainListener}s. Later packages implement
 * {@link org.glassllm.train.Validator} and {@link org.glassllm.train.Sampler}. Pretraining,
 * fine-tuning and preference learning use the same loop with different objectives, parameters and
 * data.
 */
package org.glassllm.train;
