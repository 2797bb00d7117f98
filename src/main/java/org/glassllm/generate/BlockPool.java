package org.glassllm.generate;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.glassllm.base.Check;

/**
 * The blocks of a paged key-value cache (Kwon et al. 2023): each holds the keys and values of
 * {@code blockSize} consecutive tokens. A text owns blocks anywhere in memory, so no memory is
 * reserved for tokens that never come.
 *
 * <p>A full block whose text may return is <em>published</em> under its tokens and the published
 * block before it. Another text that begins with the same tokens shares it. A shared block has one
 * reference per text. A released block stays published until its memory is needed; the block that
 * was released first is reused first.
 */
final class BlockPool {
  /** The predecessor of a text's first block. */
  static final long START = 0;

  private final int blockSize;
  private final int[] references;
  private final Prefix[] published;
  private final IntLinkedOpenHashSet free = new IntLinkedOpenHashSet();
  private final Map<Prefix, Entry> entries = new HashMap<>();
  private long serial = START;

  /** The tokens of a block after those of a published block. */
  private record Prefix(long previous, IntList tokens) {}

  /** A published block; {@code serial} stands for its whole text in the next block's key. */
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

  /** Returns a block with one reference, or nothing if all are in use. */
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

  /** Removes a reference. */
  void release(int block) {
    if (references[block] <= 0) {
      throw new IllegalStateException("block " + block + " has no reference");
    }
    if (--references[block] == 0) {
      free.add(block);
    }
  }

  /** Returns the published block with these tokens and adds a reference, or returns null. */
  Entry share(long previous, int... tokens) {
    Entry entry = entries.get(new Prefix(previous, new IntArrayList(tokens)));
    if (entry != null && references[entry.block()]++ == 0) {
      free.remove(entry.block());
    }
    return entry;
  }

  /**
   * Publishes a full block. If another block has the same text already, that one stays published.
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
