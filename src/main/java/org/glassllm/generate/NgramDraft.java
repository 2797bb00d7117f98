package org.glassllm.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A draft from the text itself (prompt lookup decoding, Saxena 2023). Finds the latest earlier
 * occurrence of the last n tokens and proposes the tokens after that occurrence. The draft needs no
 * second model and is useful for texts that repeat themselves.
 *
 * @param longest maximum n, at least 1; smaller n are tried next
 * @param vocabSize V, number of tokens in the vocabulary
 */
public record NgramDraft(int longest, int vocabSize) implements Draft {
  @Override
  public List<Proposal> propose(int[] text, int most, Sampling sampling, SplittableRandom random) {
    List<Proposal> proposals = new ArrayList<>();
    for (int n = Math.min(longest, text.length - 1); n >= 1; n--) {
      int at = latest(text, n);
      if (at >= 0) {
        for (int i = at + n; i < text.length && proposals.size() < most; i++) {
          double[] certain = new double[vocabSize];
          certain[text[i]] = 1;
          proposals.add(new Proposal(text[i], certain));
        }
        return proposals;
      }
    }
    return proposals;
  }

  /** Returns the start of the latest earlier occurrence of the last n tokens, or −1 if none. */
  private static int latest(int[] text, int n) {
    for (int start = text.length - n - 1; start >= 0; start--) {
      int same = 0;
      while (same < n && text[start + same] == text[text.length - n + same]) {
        same++;
      }
      if (same == n) {
        return start;
      }
    }
    return -1;
  }
}
