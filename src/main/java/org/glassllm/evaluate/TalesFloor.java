package org.glassllm.evaluate;

import java.util.Optional;
import org.glassllm.batch.TokenSource;
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
   * Returns the floor of a text per predicted token; the first token is given, as in {@link
   * TextLoss}. A token that ends a document is predicted too: it stands for the blank line between
   * two tales, which the grammar's probability covers.
   *
   * @param before the text before it in its corpus, or empty
   * @param text the text that a model is measured on, blank lines included
   * @param tokens the ids of the text
   * @return empty if the text is not tales
   */
  public static Optional<TalesFloor> of(
      String before, String text, TokenSource tokens, Tokenizer tokenizer) {
    String whole = before + text;
    if (!TaleScorer.recognizes(whole)) {
      return before.isEmpty() ? Optional.empty() : of("", text, tokens, tokenizer);
    }
    if (tokens.size() < 2) {
      return Optional.empty();
    }
    int[] first = new int[1];
    tokens.read(0, first);
    long predicted = tokens.size() - 1;
    int given = tokenizer.decode(first).length();
    double own = -TaleScorer.logProbability(whole, before.length() + given);
    double expected = TaleEntropy.expected().natsPerCharacter() * (text.length() - given);
    return Optional.of(new TalesFloor(Math.exp(own / predicted), Math.exp(expected / predicted)));
  }
}
