package org.glassllm.token;

/**
 * A learned rule of byte-pair encoding: the adjacent tokens {@code left} and {@code right} become
 * the token {@code result}.
 *
 * @param left id of the first token
 * @param right id of the second token
 * @param result id of the merged token
 */
public record Merge(int left, int right, int result) {}
