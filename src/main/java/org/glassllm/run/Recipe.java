package org.glassllm.run;

import org.glassllm.base.InputException;
import org.glassllm.model.GptConfig;
import org.glassllm.train.TrainSettings;

/**
 * All that fixes a run but its text: model, training and tokenizer. Two runs of one recipe on one
 * text give the same losses.
 *
 * @param preset the name that it began with
 * @param model the model; its vocabulary size is the tokenizer's in the end
 * @param training how it is trained
 * @param tokenizer {@code char}, {@code bpe}, or a tokenizer's file or folder
 * @param vocab tokens of a {@code bpe} tokenizer that is trained on the text
 */
public record Recipe(
    String preset, GptConfig model, TrainSettings training, String tokenizer, int vocab) {

  /** Checks that nothing is missing. */
  public Recipe {
    if (model == null || training == null || tokenizer == null) {
      throw new InputException("a recipe needs a model, training settings and a tokenizer");
    }
  }
}
