package org.glassllm.lessons;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.align.Preference;
import org.glassllm.batch.Example;
import org.glassllm.text.tales.Tales;
import org.glassllm.token.Tokenizer;

/**
 * Pairs of tales with the same first words. The chosen tale ends happily, the rejected tale does
 * not; nothing else decides. The tales are those of the grammar.
 */
public final class EndingPairs {
  /** The end of a happy tale. */
  public static final String HAPPY = "Everyone was happy. The end.";

  private static final int MOST_CHARACTERS = 260;

  private EndingPairs() {}

  /** Returns pairs; equal seeds give equal pairs. */
  public static List<Preference> of(Tokenizer tokenizer, long seed, int count) {
    Map<String, String> chosen = new HashMap<>(), rejected = new HashMap<>();
    List<Preference> pairs = new ArrayList<>();
    for (long part = 0; pairs.size() < count; part++) {
      for (String whole : Tales.generate(seed + part, 8 * count)) {
        String tale = whole.strip();
        if (tale.length() > MOST_CHARACTERS || pairs.size() == count) {
          continue;
        }
        int end = tale.indexOf(',') + 1; // after "One day," or other first words
        String opening = tale.substring(0, end);
        (tale.endsWith(HAPPY) ? chosen : rejected).put(opening, tale.substring(end));
        if (chosen.containsKey(opening) && rejected.containsKey(opening)) {
          int[] prompt = tokenizer.encode(opening);
          pairs.add(
              new Preference(
                  Example.of(prompt, tokenizer.encode(chosen.remove(opening))),
                  Example.of(prompt, tokenizer.encode(rejected.remove(opening)))));
        }
      }
    }
    return pairs;
  }
}
