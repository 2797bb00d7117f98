/**
 * Before: {@code compress}. Next: {@code bench}, which measures the speed of training.
 *
 * <p>All parts joined: {@link org.glassllm.run.TrainingRun} takes a {@link org.glassllm.run.Recipe}
 * from a text to a trained model in a folder, and {@link org.glassllm.run.TrainedModel} opens such
 * a folder again. The command line, notebooks and lessons call these two.
 */
package org.glassllm.run;
