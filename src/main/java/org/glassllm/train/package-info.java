/**
 * Before: {@code checkpoint}, which keeps what training makes. Next: {@code generate}, which lets
 * the trained model speak.
 *
 * <p>{@link org.glassllm.train.Learner} takes one optimizer step; {@link
 * org.glassllm.train.Trainer} repeats it, evaluates, samples and saves, and tells {@link
 * org.glassllm.train.TrainListener}s what happened. What it needs of later packages it declares as
 * interfaces: {@link org.glassllm.train.Validator} and {@link org.glassllm.train.Sampler}.
 */
package org.glassllm.train;
