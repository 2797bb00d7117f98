package org.glassllm.text;

/**
 * A text with a name, mostly that of its file.
 *
 * @param name tells documents apart in messages
 * @param text its characters
 */
public record Document(String name, String text) {}
