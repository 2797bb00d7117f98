/**
 * Before: nothing. Next: {@code tensor}, where numbers live.
 *
 * <p>What every other package needs and what has nothing to do with language models: argument
 * checks with messages that help ({@link org.glassllm.base.Check}), one exception for input that a
 * person can mend ({@link org.glassllm.base.InputException}), files that are either whole or absent
 * ({@link org.glassllm.base.SafeFiles}), JSON and checksums.
 */
package org.glassllm.base;
