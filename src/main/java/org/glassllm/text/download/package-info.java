/**
 * Before: {@code text.tasks}, generated instructions. Next: {@code token}, which converts text to
 * token ids.
 *
 * <p>{@link org.glassllm.text.download.Catalog} lists well-known corpora. {@link
 * org.glassllm.text.download.Download} downloads a corpus, resumes an interrupted download and
 * verifies the checksum. A download starts only if a user requests it.
 */
package org.glassllm.text.download;
