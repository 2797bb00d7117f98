package org.glassllm.token;

/**
 * One learned rule: the adjacent tokens {@code left} and {@code right} become {@code result}.
 *
 * @param left id of the first token
 * @param right id of the second token
 * @param result id of the merged token
 */
public record Merge(int left, int right, int result) {}
