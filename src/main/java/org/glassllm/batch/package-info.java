/**
 * Before: {@code token}, which returns ids. Next: {@code model}, which receives batches of ids,
 * {@code (B, T)}.
 *
 * <p>A {@link org.glassllm.batch.CorpusEncoder} encodes a corpus into a {@link
 * org.glassllm.batch.TokenFile}, a sequence of ids that may be larger than memory. A {@link
 * org.glassllm.batch.WindowPlan} chooses the windows of a step as a pure function of the step, so a
 * resumed run needs no other position in the data. A {@link org.glassllm.batch.BatchStream}
 * prepares the next batches on a separate thread.
 *
 * <p>Fine-tuning reads texts of different lengths. An {@link org.glassllm.batch.Example} marks the
 * tokens of responses. A {@link org.glassllm.batch.Collator} pads or packs examples into a {@link
 * org.glassllm.batch.Batch}, whose {@link org.glassllm.batch.Segments} keep the texts apart. An
 * {@link org.glassllm.batch.ExampleFile} stores examples, and {@link
 * org.glassllm.batch.ExampleRows} assigns them to rows.
 */
package org.glassllm.batch;
