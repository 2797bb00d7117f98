package org.glassllm.evaluate;

import java.util.Optional;
import org.glassllm.text.tales.TaleEntropy;
import org.glassllm.text.tales.TaleScorer;
import org.glassllm.token.Tokenizer;

/**
 * The lowest perplexity that any model can reach on the bundled tales. It is known because their
 * grammar gives every text an exact probability.
 *
 * @param ownPerplexity perplexity of this text under the grammar; by chance a model may be below it
 * @param expectedPerplexity perplexity that follows from the grammar's entropy; no model is below
 *     it in expectation
 */
public record TalesFloor(double ownPerplexity, double expectedPerplexity) {

  /**
   * Returns the floor of a text per token. The first token does not count, because {@link TextLoss}
   * does not predict it.
   *
   * @param before the text before it in its corpus, or empty
   * @param text the text that a model predicts
   * @return empty if the text is not tales
   */
  public static Optional<TalesFloor> of(String before, String text, Tokenizer tokenizer) {
    String whole = before + text;
    if (!TaleScorer.recognizes(whole)) {
      return before.isEmpty() ? Optional.empty() : of("", text, tokenizer);
    }
    int[] ids = tokenizer.encode(text);
    if (ids.length < 2) {
      return Optional.empty();
    }
    int tokens = ids.length - 1;
    int firstLength = tokenizer.decode(ids[0]).length();
    double own = -TaleScorer.logProbability(whole, before.length() + firstLength);
    double expected = TaleEntropy.expected().natsPerCharacter() * (text.length() - firstLength);
    return Optional.of(new TalesFloor(Math.exp(own / tokens), Math.exp(expected / tokens)));
  }
}
