package org.glassllm.solutions.l06;

import org.glassllm.exercises.l06.Tasks;

/** Reference solution: count the parameters of a GPT-2. */
public final class CountParameters implements Tasks.CountParameters {
  @Override
  public long count(long vocab, long context, long layers, long dim, boolean tied) {
    long attention = dim * 3 * dim + 3 * dim + dim * dim + dim;
    long feedForward = dim * 4 * dim + 4 * dim + 4 * dim * dim + dim;
    long norms = 2 * 2 * dim;
    long finalNorm = 2 * dim;
    long embeddings = vocab * dim + context * dim;
    long head = tied ? 0 : vocab * dim;
    return embeddings + layers * (attention + feedForward + norms) + finalNorm + head;
  }
}
