package org.glassllm.batch;

/**
 * A random permutation of 0 … n − 1. Each element is computed separately, so no list of elements is
 * stored.
 *
 * <p>A balanced Feistel network permutes 0 … 4^k − 1, where 4^k is the lowest power of 4 that is at
 * least n. The network is applied repeatedly until the result is below n ("cycle walking", Black
 * and Rogaway 2002).
 */
final class Permutation {
  private static final int ROUNDS = 6;
  private final long size;
  private final int halfBits;
  private final long mask;
  private final long key;

  Permutation(long size, long key) {
    this.size = size;
    this.key = key;
    int bits = Math.max(2, 64 - Long.numberOfLeadingZeros(Math.max(1, size - 1)));
    halfBits = (bits + 1) / 2;
    mask = (1L << halfBits) - 1;
  }

  long at(long place) {
    long x = place;
    do {
      x = permute(x);
    } while (x >= size);
    return x;
  }

  private long permute(long x) {
    long left = x >>> halfBits, right = x & mask;
    for (int round = 0; round < ROUNDS; round++) {
      long swapped = left ^ (mix(right + key + round * 0x9E3779B97F4A7C15L) & mask);
      left = right;
      right = swapped;
    }
    return left << halfBits | right;
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
    x = (x ^ (x >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return x ^ (x >>> 33);
  }
}
