package org.glassllm.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.glassllm.align.Preference;
import org.glassllm.base.InputException;
import org.glassllm.batch.ExampleFile;

/**
 * The pairs of a token file. The chosen and the rejected text of a pair are consecutive.
 *
 * @param texts the texts of all pairs
 */
record Pairs(ExampleFile texts) {
  static Pairs open(Path file) {
    ExampleFile texts = ExampleFile.open(file);
    if (texts.size() % 2 != 0) {
      throw new InputException(
          "%s has %s texts, must have two per pair; start a new run", file, texts.size());
    }
    return new Pairs(texts);
  }

  /** Returns the number of pairs. */
  int size() {
    return texts.size() / 2;
  }

  /** Returns pairs by their indices. */
  List<Preference> at(long... indices) {
    List<Preference> pairs = new ArrayList<>();
    for (long i : indices) {
      pairs.add(new Preference(texts.get(2 * (int) i), texts.get(2 * (int) i + 1)));
    }
    return pairs;
  }

  /**
   * Returns the indices of evenly spaced pairs, in groups.
   *
   * @param most maximum number of pairs
   * @param size maximum number of pairs in a group
   */
  List<long[]> groups(int most, int size) {
    int chosen = Math.min(most, size());
    return IntStream.range(0, (chosen + size - 1) / size)
        .mapToObj(
            g ->
                LongStream.range((long) g * size, Math.min((g + 1L) * size, chosen))
                    .map(i -> i * size() / chosen)
                    .toArray())
        .toList();
  }
}
