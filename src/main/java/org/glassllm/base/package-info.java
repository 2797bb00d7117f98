/**
 * Before: nothing. Next: {@code tensor}, which computes with arrays.
 *
 * <p>General helpers of all other packages. {@link org.glassllm.base.Check} checks arguments,
 * {@link org.glassllm.base.InputException} reports input that a user can correct, {@link
 * org.glassllm.base.SafeFiles} writes files atomically. JSON and checksums are here too.
 */
package org.glassllm.base;
