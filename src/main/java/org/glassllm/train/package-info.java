/**
 * Before: {@code checkpoint}, which saves the state of a training. Next: {@code generate}, which
 * samples from the trained model.
 *
 * <p>A {@link org.glassllm.train.Learner} takes one optimizer step for a network, an objective and
 * the parameters that train. A {@link org.glassllm.train.Trainer} repeats it, evaluates, samples,
 * saves and notifies {@link org.glassllm.train.TrainListener}s. Later packages implement {@link
 * org.glassllm.train.Validator} and {@link org.glassllm.train.Sampler}. Pretraining, fine-tuning
 * and preference learning differ in objective, parameters and data, never in this loop.
 */
package org.glassllm.train;
