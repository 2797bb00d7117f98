package org.glassllm.exercises.l08;

/** The interfaces of the exercises of lesson 08. The stubs document the methods. */
public interface Tasks {

  /** From logits to perplexity. */
  interface NllAndPerplexity {
    /** See the stub. */
    double nll(double[] logits, int label);

    /** See the stub. */
    double perplexity(double[][] logits, int[] labels);
  }

  /** Count pairs and add k. */
  interface BigramModel {
    /** See the stub. */
    double probability(int[] text, int vocab, double k, int previous, int next);
  }

  /** A strict measure of answers. */
  interface ExactMatch {
    /** See the stub. */
    double exactMatch(String[] answers, String[] references);
  }

  /** A measure independent of the tokenizer. */
  interface BitsPerByte {
    /** See the stub. */
    double bitsPerByte(double[] nll, String[] tokens);
  }
}
