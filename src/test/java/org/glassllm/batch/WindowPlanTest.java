package org.glassllm.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Seeds;
import org.junit.jupiter.api.Test;

class WindowPlanTest {
  private static final Seeds SEEDS = new Seeds(3);

  @Test
  void randomWindowsReachBothEndsAndStayInside() {
    WindowPlan plan = WindowPlan.random(20, 50, 8, SEEDS);
    Set<Long> seen = new HashSet<>();
    for (int step = 0; step < 20; step++) {
      Arrays.stream(plan.starts(step, 0)).forEach(seen::add);
    }
    // 12 offsets: a window of 8 and its last target need 9 of 20 tokens
    assertEquals(12, seen.size());
    assertTrue(seen.contains(0L) && seen.contains(11L));
  }

  @Test
  void aStepNeedsNoEarlierSteps() {
    WindowPlan plan = WindowPlan.random(1000, 4, 8, SEEDS);
    assertArrayEquals(plan.starts(7, 1), WindowPlan.random(1000, 4, 8, new Seeds(3)).starts(7, 1));
    assertFalse(Arrays.equals(plan.starts(7, 1), plan.starts(7, 0)));
    assertFalse(Arrays.equals(plan.starts(7, 1), plan.starts(8, 1)));
    assertFalse(
        Arrays.equals(plan.starts(7, 1), WindowPlan.random(1000, 4, 8, new Seeds(4)).starts(7, 1)));
  }

  @Test
  void eachEpochShowsEachWindowOnceInItsOwnOrder() {
    int tokens = 8, rows = 5, micro = 2;
    long windows = 50; // 10 per step: 5 steps per epoch
    WindowPlan plan = WindowPlan.shuffled(windows * tokens + 1, rows, tokens, micro, SEEDS);
    long[][] passes = new long[2][];
    for (int pass = 0; pass < 2; pass++) {
      long[] order = new long[0];
      for (int step = 5 * pass; step < 5 * pass + 5; step++) {
        for (int m = 0; m < micro; m++) {
          long[] more = plan.starts(step, m);
          order = Arrays.copyOf(order, order.length + rows);
          System.arraycopy(more, 0, order, order.length - rows, rows);
        }
      }
      passes[pass] = order;
      long[] sorted = order.clone();
      Arrays.sort(sorted);
      for (int i = 0; i < windows; i++) {
        assertEquals((long) i * tokens, sorted[i]);
      }
    }
    assertFalse(Arrays.equals(passes[0], passes[1]));
  }

  @Test
  void aPermutationOfAnySizeHitsEachIndexOnce() {
    for (int n : new int[] {1, 2, 3, 4, 5, 63, 64, 65, 1000}) {
      Permutation p = new Permutation(n, 42);
      Set<Long> seen = new HashSet<>();
      for (int i = 0; i < n; i++) {
        assertTrue(seen.add(p.at(i)) && p.at(i) >= 0 && p.at(i) < n);
      }
    }
  }

  @Test
  void aCorpusShorterThanTheContextIsRefused() {
    String message =
        assertThrows(InputException.class, () -> WindowPlan.random(8, 1, 8, SEEDS)).getMessage();
    assertTrue(message.contains("8 tokens") && message.contains("at least 9"), message);
    assertThrows(InputException.class, () -> WindowPlan.shuffled(8, 1, 8, 1, SEEDS));
  }

  @Test
  void targetsAreTheInputsShiftedByOne() {
    TokenSource source = TokenSource.of(IntStream.range(0, 100).toArray());
    Batch batch = Batch.of(source, new long[] {10, 50}, 4);
    assertArrayEquals(new long[] {10, 11, 12, 13, 50, 51, 52, 53}, batch.inputs());
    assertArrayEquals(new long[] {11, 12, 13, 14, 51, 52, 53, 54}, batch.targets());
    assertEquals(8, batch.counted());
  }
}
