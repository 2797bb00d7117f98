/**
 * Before: {@code text.tales}, a generated corpus. Next: {@code token}, which converts text to token
 * ids.
 *
 * <p>{@link org.glassllm.text.download.Catalog} lists well-known corpora; {@link
 * org.glassllm.text.download.Download} fetches one, resumes an interrupted download and verifies
 * its checksum. Nothing is downloaded unless a user requests it.
 */
package org.glassllm.text.download;
