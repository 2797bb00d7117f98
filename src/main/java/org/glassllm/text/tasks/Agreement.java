package org.glassllm.text.tasks;

import java.util.List;
import org.glassllm.text.examples.Preference;

/**
 * Counts how often the labels of preferences agree with the true {@link Reward}.
 *
 * @param pairs the number of preferences
 * @param agreeing the number of preferences whose chosen answer has the higher reward
 * @param ties the number of preferences whose answers have the same reward
 */
public record Agreement(long pairs, long agreeing, long ties) {
  /** Counts the preferences of a list, whose prompts must be generated instructions. */
  public static Agreement of(List<Preference> preferences) {
    long agreeing = 0, ties = 0;
    for (Preference p : preferences) {
      double chosen = Reward.of(p.lastPrompt(), p.chosen()).total();
      double rejected = Reward.of(p.lastPrompt(), p.rejected()).total();
      agreeing += chosen > rejected ? 1 : 0;
      ties += chosen == rejected ? 1 : 0;
    }
    return new Agreement(preferences.size(), agreeing, ties);
  }

  /**
   * Returns the accuracy of the true reward on these labels, from 0 to 1; a tie counts as one half.
   * No reward model has a higher expected accuracy on new preferences of the same kind.
   */
  public double accuracy() {
    return pairs == 0 ? 0 : (agreeing + ties / 2.0) / pairs;
  }
}
