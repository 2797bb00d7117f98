package org.glassllm.course.l16;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.glassllm.course.Contract;
import org.glassllm.exercises.l16.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code BlockTable}. */
abstract class BlockTableContract extends Contract<Tasks.BlockTable> {
  private static final int SIZE = 4;

  BlockTableContract(Tasks.BlockTable code) {
    super(16, Tasks.BlockTable.class, code);
  }

  /** Returns the state after a reservation: result, blocks of the text, free blocks. */
  private String reserved(List<Integer> before, int tokens, Integer... free) {
    List<Integer> blocks = new ArrayList<>(before);
    Deque<Integer> rest = new ArrayDeque<>(List.of(free));
    boolean enough = code().reserve(rest, blocks, tokens, SIZE);
    return enough + ", blocks " + blocks + ", free " + rest;
  }

  @Test
  void aTextGetsJustEnoughBlocks() {
    same(
        "5 tokens need 2 blocks of 4",
        "true, blocks [7, 2], free [5]",
        reserved(List.of(), 5, 7, 2, 5),
        "divide by the block size and round up");
    same(
        "8 tokens need 2 blocks of 4",
        "true, blocks [7, 2], free [5]",
        reserved(List.of(), 8, 7, 2, 5),
        "a text that fills its last block needs no further one");
    same(
        "a text of 2 blocks grows to 9 tokens",
        "true, blocks [1, 3, 7], free [2]",
        reserved(List.of(1, 3), 9, 7, 2),
        "subtract the blocks that the text has already");
    same(
        "a text of 2 blocks has place for 7 tokens",
        "true, blocks [1, 3], free [7]",
        reserved(List.of(1, 3), 7, 7),
        "take a new block only if the old ones are full");
    same(
        "all free blocks are needed",
        "true, blocks [7, 2], free []",
        reserved(List.of(), 6, 7, 2),
        "the last free block may be used");
  }

  @Test
  void aFailedReservationChangesNothing() {
    same(
        "9 tokens need 3 blocks of 4, 2 are free",
        "false, blocks [], free [7, 2]",
        reserved(List.of(), 9, 7, 2),
        "count first, and take blocks only if there are enough");
  }

  @Test
  void aSlotIsInTheBlockOfItsToken() {
    List<Integer> blocks = List.of(7, 2, 5);
    int[] slots = new int[12];
    for (int position = 0; position < slots.length; position++) {
      slots[position] = code().slot(blocks, position, SIZE);
    }
    near(
        "slots of 12 tokens in the blocks 7, 2 and 5 of 4",
        new int[] {28, 29, 30, 31, 8, 9, 10, 11, 20, 21, 22, 23},
        slots,
        "block number position / size begins at slot block * size; add position % size");
  }

  @Test
  void releasedBlocksAreFreeAgain() {
    Deque<Integer> free = new ArrayDeque<>(List.of(6));
    List<Integer> blocks = new ArrayList<>(List.of(7, 2, 5));
    code().release(free, blocks);
    same(
        "the blocks 7, 2 and 5 are released",
        "blocks [], free [6, 7, 2, 5]",
        "blocks " + blocks + ", free " + free,
        "append every block to the free ones, then forget it: a second release must do nothing");
  }
}
