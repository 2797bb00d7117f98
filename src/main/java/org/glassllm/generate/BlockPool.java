package org.glassllm.generate;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.glassllm.base.Check;

/**
 * The pool of blocks of a paged key-value cache (Kwon et al. 2023). Each block holds the keys and
 * values of {@code blockSize} consecutive tokens. The blocks of a text may lie anywhere in memory,
 * so a text reserves no memory for tokens that are never generated.
 *
 * <p>A full block is <em>published</em> under its tokens and the previous published block. Another
 * text that begins with the same tokens shares the published block. A shared block has one
 * reference per text. A block without references stays published until its memory is needed.
 */
final class BlockPool {
  /** Serial number of the empty prefix, which precedes the first block of every text. */
  static final long START = 0;

  private final int blockSize;
  private final int region;
  private final int[] references;
  private final Prefix[] published;
  private final IntLinkedOpenHashSet free = new IntLinkedOpenHashSet();
  private final Map<Prefix, Entry> entries = new HashMap<>();
  private long serial = START;

  /** The tokens of a block and the number of the text before these tokens. */
  private record Prefix(long previous, IntList tokens) {}

  /** A published block and the number that stands for the text up to the end of the block. */
  record Entry(int block, long serial) {}

  /**
   * Creates a pool of free blocks.
   *
   * @param blockSize number of tokens per block
   * @param region maximum number of blocks of a text
   */
  BlockPool(int blocks, int blockSize, int region) {
    Check.positive("blocks", blocks);
    this.blockSize = Check.positive("blockSize", blockSize);
    this.region = Check.positive("region", region);
    references = new int[blocks];
    published = new Prefix[blocks];
    for (int block = 0; block < blocks; block++) {
      free.add(block);
    }
  }

  int blockSize() {
    return blockSize;
  }

  int size() {
    return references.length;
  }

  /** Returns the number of blocks without a reference. */
  int free() {
    return free.size();
  }

  /**
   * Allocates a free block and adds a reference. Attention is fast if the blocks of a text are
   * consecutive and if texts begin at equal distances. The first choice is therefore the block
   * after {@code previous}. The second choice is the beginning of a region without references, the
   * region released first. Otherwise, the block is in the middle of the longest run of free blocks.
   *
   * @param previous last block of the text, or -1 for an empty text
   * @return the block; the pool must have a {@linkplain #free free} block
   */
  int allocate(int previous) {
    int block = previous + 1;
    if (previous < 0 || !isFree(block)) {
      block = freeRegion();
    }
    if (block < 0) {
      block = longestRun();
    }
    free.remove(block);
    if (published[block] != null) {
      entries.remove(published[block]);
      published[block] = null;
    }
    references[block] = 1;
    return block;
  }

  private boolean isFree(int block) {
    return block < references.length && references[block] == 0;
  }

  /** Returns the first block of a region without references, or -1 if each region has one. */
  private int freeRegion() {
    for (int block : free) { // the block that was released first comes first
      int start = block - block % region, end = Math.min(start + region, references.length);
      if (IntStream.range(start, end).allMatch(this::isFree)) {
        return start;
      }
    }
    return -1;
  }

  /** Returns the middle of the longest run of free blocks. */
  private int longestRun() {
    int best = -1, longest = 0, first = 0;
    for (int block = 0; block <= references.length; block++) {
      if (isFree(block)) {
        continue;
      }
      if (block - first > longest) {
        longest = block - first;
        best = first + longest / 2;
      }
      first = block + 1;
    }
    return best;
  }

  /** Removes a reference to a block. */
  void release(int block) {
    if (references[block] <= 0) {
      throw new IllegalStateException("cannot release block " + block + ", which has no reference");
    }
    if (--references[block] == 0) {
      free.add(block);
    }
  }

  /** Returns the published block with these tokens and adds a reference; returns null if none. */
  Entry share(long previous, int... tokens) {
    Entry entry = entries.get(new Prefix(previous, new IntArrayList(tokens)));
    if (entry != null && references[entry.block()]++ == 0) {
      free.remove(entry.block());
    }
    return entry;
  }

  /**
   * Publishes a full block. If another block with the same text is already published, that block
   * stays published instead.
   *
   * @return the number that stands for the text up to the end of this block
   */
  long publish(int block, long previous, int... tokens) {
    Prefix prefix = new Prefix(previous, new IntArrayList(tokens));
    Entry old = entries.get(prefix);
    if (old != null) {
      return old.serial();
    }
    Entry entry = new Entry(block, ++serial);
    entries.put(prefix, entry);
    published[block] = prefix;
    return entry.serial();
  }
}
