package org.glassllm.text.tasks;

import org.glassllm.text.examples.Preference;

/**
 * A generated preference.
 *
 * @param preference the prompt and the two answers, as labelled
 * @param flipped whether the label is wrong: the chosen answer has the lower true reward
 */
public record LabelledPair(Preference preference, boolean flipped) {}
