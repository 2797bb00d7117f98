/**
 * Before: {@code token}, which returns ids. Next: {@code model}, which takes them as {@code (B,
 * T)}.
 *
 * <p>A {@link org.glassllm.batch.CorpusEncoder} turns a corpus into a {@link
 * org.glassllm.batch.TokenFile}, a sequence of ids that may be larger than memory. A {@link
 * org.glassllm.batch.WindowPlan} chooses the windows of a step as a pure function of its number, so
 * a resumed run needs no cursor besides the step. A {@link org.glassllm.batch.BatchStream} prepares
 * the next batches on its own thread.
 */
package org.glassllm.batch;
