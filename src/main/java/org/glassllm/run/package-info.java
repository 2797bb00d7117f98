/**
 * Before: {@code compress}. Next: {@code bench}, which measures the speed of training.
 *
 * <p>{@link org.glassllm.run.TrainingRun} joins all parts: with a {@link org.glassllm.run.Recipe}
 * and {@link org.glassllm.run.RunData} it trains a model in a folder, and {@link
 * org.glassllm.run.TrainedModel} loads the model from there. The command line, notebooks and
 * lessons call these two. A {@link org.glassllm.run.RunRecord} says how the run was made: its kind,
 * its objective, its recipe, its data, and the run whose weights it started from.
 */
package org.glassllm.run;
