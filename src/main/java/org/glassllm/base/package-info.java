/**
 * Before: no other package. Next: {@code tensor}, which computes with arrays.
 *
 * <p>This package holds helpers that all other packages use. {@link org.glassllm.base.Check} checks
 * arguments, {@link org.glassllm.base.InputException} reports input that a user can correct, {@link
 * org.glassllm.base.SafeFiles} writes files atomically, {@link org.glassllm.base.ResumableLines}
 * continues a file of lines after a kill, {@link org.glassllm.base.Json} reads and writes JSON, and
 * {@link org.glassllm.base.Hash} computes checksums.
 */
package org.glassllm.base;
