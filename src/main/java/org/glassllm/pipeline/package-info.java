/**
 * Before: {@code run}, which trains one stage. Next: {@code bench}, which measures the speed of
 * training.
 *
 * <p>A {@link org.glassllm.pipeline.Pipeline} trains all stages one after another, from pretraining
 * to GRPO, on data that it generates. A {@link org.glassllm.pipeline.PipelineRecipe} holds every
 * number of a pipeline; {@link org.glassllm.pipeline.PipelineStages} lists the stages. Each stage
 * is an ordinary run in a folder of its own. At the end, all policies answer the same held-out
 * instructions, and a {@link org.glassllm.pipeline.PipelineReport} shows the results.
 */
package org.glassllm.pipeline;
