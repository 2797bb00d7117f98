package org.glassllm.course;

/**
 * A typical wrong solution: the reference with one changed passage.
 *
 * @param exercise name of the exercise's class
 * @param mistake description of the mistake
 * @param from passage that occurs exactly once in the reference
 * @param to replacement of the passage
 */
public record Edit(String exercise, String mistake, String from, String to) {}
