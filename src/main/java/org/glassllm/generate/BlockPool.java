package org.glassllm.generate;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.glassllm.base.Check;

/**
 * The pool of blocks of a paged key-value cache (Kwon et al. 2023). Each block holds the keys and
 * values of {@code blockSize} consecutive tokens. The blocks of a text may lie anywhere in memory,
 * so a text reserves no memory for tokens that are never generated.
 *
 * <p>A full block is <em>published</em> under its tokens and the previous published block. Another
 * text that begins with the same tokens shares the published block. A shared block has one
 * reference per text. A block without references stays published until its memory is needed; the
 * block that was released first is reused first.
 */
final class BlockPool {
  /** Serial number of the empty prefix, which precedes the first block of every text. */
  static final long START = 0;

  private final int blockSize;
  private final int[] references;
  private final Prefix[] published;
  private final IntLinkedOpenHashSet free = new IntLinkedOpenHashSet();
  private final Map<Prefix, Entry> entries = new HashMap<>();
  private long serial = START;

  /** The tokens of a block and the number of the text before these tokens. */
  private record Prefix(long previous, IntList tokens) {}

  /** A published block and the number that stands for the text up to the end of the block. */
  record Entry(int block, long serial) {}

  BlockPool(int blocks, int blockSize) {
    Check.positive("blocks", blocks);
    this.blockSize = Check.positive("blockSize", blockSize);
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

  /** Returns a free block and adds a reference; returns empty if all blocks are in use. */
  OptionalInt allocate() {
    if (free.isEmpty()) {
      return OptionalInt.empty();
    }
    int block = free.removeFirstInt();
    if (published[block] != null) {
      entries.remove(published[block]);
      published[block] = null;
    }
    references[block] = 1;
    return OptionalInt.of(block);
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
