package org.glassllm.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;

class CollatorTest {
  private static final int PAD = 0, EOS = 9;
  private static final long I = Batch.IGNORE;
  private static final Example LONG = Example.of(new int[] {1, 2}, 3, 4, EOS);
  private static final Example SHORT = Example.of(new int[] {5}, 6, EOS);

  @Test
  void eachResponseTokenIsPredictedByThePreviousToken() {
    Batch batch = new Collator(PAD).batch(List.of(LONG, SHORT));
    assertArrayEquals(new long[] {1, 2, 3, 4, EOS, 5, 6, EOS, PAD, PAD}, batch.inputs());
    assertArrayEquals(new long[] {I, 3, 4, EOS, I, 6, EOS, I, I, I}, batch.targets());
    assertEquals(LONG.counted() + SHORT.counted(), batch.counted());
    assertArrayEquals(new int[] {3, 2}, batch.countedPerRow());
    assertArrayEquals(new int[] {4, 2}, batch.lastTokens());
    assertTrue(batch.segments().isCausal());
  }

  @Test
  void leftPaddingShiftsTokensAndTargetsTogether() {
    Batch batch = new Collator(PAD, Collator.Side.LEFT).batch(List.of(LONG, SHORT));
    assertArrayEquals(new long[] {1, 2, 3, 4, EOS, PAD, PAD, 5, 6, EOS}, batch.inputs());
    assertArrayEquals(new long[] {I, 3, 4, EOS, I, I, I, 6, EOS, I}, batch.targets());
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 0, 0, 0, 1, 2}, batch.segments().positions());
    assertArrayEquals(new int[] {4, 4}, batch.lastTokens());
    assertFalse(batch.segments().isCausal());
  }

  @Test
  void noPackedTextPredictsTheNextText() {
    Batch batch = new Collator(PAD).packed(List.of(List.of(SHORT, LONG), List.of(LONG)));
    assertArrayEquals(new long[] {6, EOS, I, I, 3, 4, EOS, I}, row(batch.targets(), 0, 8));
    assertArrayEquals(
        new int[] {0, 1, 2, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 0, 0}, batch.segments().positions());
    assertArrayEquals(
        new int[] {0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, -1, -1, -1}, batch.segments().ids());
    InputException refused = assertThrows(InputException.class, batch::lastTokens);
    assertTrue(refused.getMessage().contains("texts in row 0: 2"), refused.getMessage());
  }

  private static long[] row(long[] values, int row, int tokens) {
    return Arrays.copyOfRange(values, row * tokens, (row + 1) * tokens);
  }

  @Test
  void aDialogueCountsTheResponsesOfAllTurns() {
    Example dialogue = SHORT.then(LONG);
    Batch batch = new Collator(PAD).batch(List.of(dialogue));
    assertArrayEquals(new long[] {6, EOS, I, I, 3, 4, EOS, I}, batch.targets());
    assertEquals(5, dialogue.counted());
    assertEquals(8, dialogue.length());
  }

  @Test
  void aFirstTokenIsNeverCounted() {
    Example response = Example.of(new int[0], 3, EOS);
    assertEquals(1, response.counted());
    assertArrayEquals(new long[] {EOS, I}, new Collator(PAD).batch(List.of(response)).targets());
  }

  @Test
  void gatherIsTheInverseOfSpread() {
    Batch batch = new Collator(PAD, Collator.Side.LEFT).batch(List.of(LONG, SHORT));
    List<double[]> values = List.of(new double[] {1, 2, 3}, new double[] {4, 5});
    double[] all = batch.spread(values);
    assertArrayEquals(new double[] {0, 1, 2, 3, 0, 0, 0, 4, 5, 0}, all);
    List<double[]> back = batch.gather(all);
    assertArrayEquals(values.get(0), back.get(0));
    assertArrayEquals(values.get(1), back.get(1));
    List<double[]> tooFew = List.of(new double[] {1, 2, 3}, new double[] {4});
    String message = assertThrows(InputException.class, () -> batch.spread(tooFew)).getMessage();
    assertTrue(message.contains("number of values of row 1: 1"), message);
    assertThrows(InputException.class, () -> batch.spread(values.subList(0, 1)));
  }

  @Test
  void firstFitUsesEachTextOnceAndFillsRows() {
    SplittableRandom random = new SplittableRandom(5);
    List<Example> texts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      texts.add(Example.of(new int[] {i}, random.ints(random.nextInt(1, 20), 1, 9).toArray()));
    }
    int[] lengths = texts.stream().mapToInt(Example::length).toArray();
    List<List<Example>> rows =
        Packing.firstFit(lengths, 32).stream()
            .map(row -> row.stream().map(texts::get).toList())
            .toList();
    List<Integer> sizes =
        rows.stream().map(r -> r.stream().mapToInt(Example::length).sum()).toList();
    assertTrue(sizes.stream().allMatch(n -> n <= 32), sizes.toString());
    assertTrue(sizes.stream().filter(n -> n <= 16).count() <= 1, sizes.toString());
    List<Integer> found =
        rows.stream().flatMap(List::stream).map(text -> text.ids()[0]).sorted().toList();
    assertEquals(IntStream.range(0, 300).boxed().toList(), found);
    Batch batch = new Collator(PAD).packed(rows);
    assertEquals(texts.stream().mapToInt(Example::counted).sum(), batch.counted());
    assertThrows(InputException.class, () -> Packing.firstFit(lengths, 10));
  }

  @Test
  void windowsAreTextsWithoutPadding() {
    Batch batch = new Batch(new long[6], new long[6], 2, 3);
    assertTrue(batch.segments().isNone());
    assertArrayEquals(new int[] {2, 2}, batch.lastTokens());
  }

  @Test
  void impossibleBatchesAreRefused() {
    Collator collator = new Collator(PAD);
    assertThrows(InputException.class, () -> collator.batch(List.of()));
    assertThrows(InputException.class, () -> collator.packed(List.of(List.of())));
    assertThrows(InputException.class, () -> new Example(new int[0], new boolean[0]));
    assertThrows(InputException.class, () -> new Example(new int[2], new boolean[1]));
    assertThrows(InputException.class, () -> new Segments(new int[] {0, 1, 0}, 1, 3));
    assertThrows(InputException.class, () -> new Segments(new int[] {0, 0, 2}, 1, 3));
    assertThrows(InputException.class, () -> new Segments(new int[] {0, -1, 0}, 1, 3));
    assertThrows(InputException.class, () -> new Segments(new int[] {0, 0}, 1, 3));
    Segments other = new Segments(new int[] {0, 0}, 1, 2);
    assertThrows(InputException.class, () -> new Batch(new long[6], new long[6], 2, 3, other));
  }
}
