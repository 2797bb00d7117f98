package org.glassllm.course;

/**
 * A typical wrong solution: the reference with one passage changed.
 *
 * @param exercise name of the exercise's class
 * @param mistake what is wrong, in words
 * @param from the passage, which occurs exactly once in the reference
 * @param to what stands there instead
 */
public record Edit(String exercise, String mistake, String from, String to) {}
