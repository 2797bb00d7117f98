package org.glassllm.evaluate;

import java.util.Optional;
import org.glassllm.batch.TokenSource;
import org.glassllm.text.tales.TaleEntropy;
import org.glassllm.text.tales.TaleScorer;
import org.glassllm.token.Tokenizer;

/**
 * The minimum perplexity that a model can reach on the bundled tales. The minimum is known, because
 * the grammar of the tales assigns an exact probability to every text.
 *
 * @param ownPerplexity perplexity of this text under the grammar; by chance, a model's perplexity
 *     may be lower
 * @param expectedPerplexity perplexity that follows from the grammar's entropy; no model has a
 *     lower expected perplexity
 */
public record TalesFloor(double ownPerplexity, double expectedPerplexity) {

  /**
   * Returns the minimum perplexity of a text. The first token is given and all others are
   * predicted, as in {@link TextLoss}. The end token of a document counts as a predicted token. The
   * end token stands for the blank line between two tales, which the grammar's probability
   * includes.
   *
   * @param before the preceding text in the corpus, or empty
   * @param text the text that a model is measured on, blank lines included
   * @param tokens the ids of the text
   * @return the minimum perplexity, or empty if the text does not consist of tales
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
