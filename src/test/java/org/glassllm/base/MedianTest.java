package org.glassllm.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void itIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
    assertEquals(3, Median.of(List.of(3.0)));
    assertEquals(3, Median.of(List.of(100.0, 1.0, 3.0)));
    assertEquals(2.5, Median.of(List.of(100.0, 2.0, 1.0, 3.0)));
  }
}
