package org.glassllm.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Seeds;
import org.junit.jupiter.api.Test;

class BatchStreamTest {
  private static final int TOKENS = 4;
  private static final WindowPlan PLAN = WindowPlan.random(100, 2, TOKENS, new Seeds(1));

  /** A source that fails when it is read. */
  private static TokenSource failing(Throwable failure) {
    return new TokenSource() {
      @Override
      public long size() {
        return 100;
      }

      @Override
      public void read(long start, int[] into) {
        if (failure instanceof Error e) {
          throw e;
        }
        throw (RuntimeException) failure;
      }
    };
  }

  private static Throwable errorOf(Throwable failure) {
    try (BatchStream<Batch> stream =
        new BatchStream<>(BatchSource.windows(failing(failure), PLAN, TOKENS), 0, 1)) {
      Throwable first = assertThrows(Throwable.class, stream::next);
      Throwable second = assertThrows(Throwable.class, stream::next);
      assertEquals(first.getMessage(), second.getMessage());
      return second;
    }
  }

  @Test
  void batchesComeInOrderFromTheFirstStep() {
    TokenSource source = TokenSource.of(IntStream.range(0, 100).toArray());
    try (BatchStream<Batch> stream =
        new BatchStream<>(BatchSource.windows(source, PLAN, TOKENS), 7, 3)) {
      for (long step = 7; step < 10; step++) {
        for (int micro = 0; micro < 3; micro++) {
          Batch expected = Batch.of(source, PLAN.starts(step, micro), TOKENS);
          assertArrayEquals(expected.inputs(), stream.next().inputs());
        }
      }
    }
  }

  @Test
  void batchesOfAModelAreCreatedOnDemand() {
    List<String> calls = new ArrayList<>();
    BatchSource<Integer> source =
        new BatchSource<>() {
          @Override
          public Integer at(long step, int microStep) {
            calls.add(step + "." + microStep + " " + Thread.currentThread().getName());
            if (step == 6) {
              throw new InputException("bad");
            }
            return (int) step;
          }

          @Override
          public boolean dependsOnModel() {
            return true;
          }
        };
    try (BatchStream<Integer> stream = new BatchStream<>(source, 5, 2)) {
      assertEquals(List.of(), calls);
      String own = " " + Thread.currentThread().getName();
      assertEquals(5, stream.next());
      assertEquals(List.of("5.0" + own), calls);
      assertEquals(5, stream.next());
      assertEquals(List.of("5.0" + own, "5.1" + own), calls);
      Throwable error = assertThrows(InputException.class, stream::next);
      assertSame(error, assertThrows(InputException.class, stream::next));
    }
  }

  @Test
  void anErrorOfTheReadingThreadReachesTheCaller() {
    Throwable bad = new InputException("bad"), memory = new OutOfMemoryError("heap");
    assertSame(bad, errorOf(bad));
    assertSame(memory, errorOf(memory));
  }

  @Test
  void aTruncatedMappedFileIsBadInput() {
    Throwable thrown = errorOf(new InternalError("a fault occurred in an unsafe memory access"));
    assertEquals(InputException.class, thrown.getClass());
    assertTrue(thrown.getMessage().contains("truncated"), thrown.getMessage());
  }
}
