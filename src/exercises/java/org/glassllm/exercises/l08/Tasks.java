package org.glassllm.exercises.l08;

/** What the exercises of lesson 08 implement; each stub says what its methods do. */
public interface Tasks {

  /** From logits to perplexity. */
  interface NllAndPerplexity {
    /** See the stub. */
    double nll(double[] logits, int label);

    /** See the stub. */
    double perplexity(double[][] logits, int[] labels);
  }

  /** Count pairs, add k. */
  interface BigramModel {
    /** See the stub. */
    double probability(int[] text, int vocab, double k, int previous, int next);
  }

  /** A strict measure of answers. */
  interface ExactMatch {
    /** See the stub. */
    double exactMatch(String[] answers, String[] references);
  }

  /** A measure that no tokenizer changes. */
  interface BitsPerByte {
    /** See the stub. */
    double bitsPerByte(double[] nll, String[] tokens);
  }
}
