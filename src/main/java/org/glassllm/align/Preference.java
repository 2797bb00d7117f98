package org.glassllm.align;

import java.util.List;
import java.util.stream.Stream;
import org.glassllm.base.Check;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;

/**
 * Two texts with the same prompt, of which one was preferred.
 *
 * @param chosen the prompt with the chosen response
 * @param rejected the prompt with the rejected response
 */
public record Preference(Example chosen, Example rejected) {
  /** Checks that both responses have a token. */
  public Preference {
    Check.positive("number of tokens in the chosen response", chosen.counted());
    Check.positive("number of tokens in the rejected response", rejected.counted());
  }

  /** Returns a batch of 2P rows: the chosen texts of all pairs, then the rejected texts. */
  public static Batch batch(Collator collator, List<Preference> pairs) {
    return collator.batch(
        Stream.concat(
                pairs.stream().map(Preference::chosen), pairs.stream().map(Preference::rejected))
            .toList());
  }
}
