/**
 * Before: {@code token}, which gives ids. Next: {@code model}, which takes them as {@code (B, T)}.
 *
 * <p>A corpus is one long row of ids, perhaps longer than memory ({@link
 * org.glassllm.batch.TokenFile}). A {@link org.glassllm.batch.WindowPlan} says which windows of it
 * a step shows, as a pure function of the step's number, so that a resumed run needs no saved
 * cursor but the step. A {@link org.glassllm.batch.BatchStream} keeps the next batches ready on a
 * thread of its own.
 */
package org.glassllm.batch;
