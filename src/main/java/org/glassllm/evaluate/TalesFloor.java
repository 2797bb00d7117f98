package org.glassllm.evaluate;

import java.util.Optional;
import org.glassllm.text.tales.TaleEntropy;
import org.glassllm.text.tales.TaleScorer;
import org.glassllm.token.Tokenizer;

/**
 * The lowest perplexity that any model can reach on the bundled tales, known because their grammar
 * gives every text an exact probability.
 *
 * @param ownPerplexity of this very text under the grammar; a model may by chance be below it
 * @param expectedPerplexity what the grammar's entropy gives for a text of this length: no model is
 *     below it in expectation
 */
public record TalesFloor(double ownPerplexity, double expectedPerplexity) {

  /**
   * The floor of a text, per token of a tokenizer, its first token not counted, as {@link TextLoss}
   * does not predict it either.
   *
   * @param before what stands before the text in its corpus, or empty
   * @param text the text that a model is measured on
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
