/**
 * Before: {@code text}, which gives strings. Next: {@code batch}, which lays the ids out for a
 * model.
 *
 * <p>A model sees integers, never letters; a {@link org.glassllm.token.Tokenizer} is the bridge.
 */
package org.glassllm.token;
