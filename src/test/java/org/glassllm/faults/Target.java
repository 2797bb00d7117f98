package org.glassllm.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.base.InputException;

/** A reader of files, with an oracle that knows the right result. */
interface Target {
  /**
   * A good file.
   *
   * @param file its path in the worker's folder
   * @param bytes its content
   * @param tree its JSON, if it is JSON; else null
   */
  record Sample(String file, byte[] bytes, Object tree) {
    static Sample of(String file, byte[] bytes) {
      return new Sample(file, bytes, null);
    }

    static Sample json(String file, byte[] bytes) {
      try {
        return new Sample(file, bytes, StrictJson.read(bytes));
      } catch (StrictJson.Wrong e) {
        throw new IllegalStateException(file, e);
      }
    }
  }

  /** Returns the good files, one of which is damaged for each input. */
  List<Sample> samples();

  /** Creates what the reader needs besides the damaged file, in a worker's empty folder. */
  default void prepare(Path folder) throws IOException {
    for (Sample sample : samples()) {
      Path file = folder.resolve(sample.file());
      Files.createDirectories(file.getParent());
      Files.write(file, sample.bytes());
    }
  }

  /** Returns other bytes than the engine's damage for an input, or null. */
  default byte[] damage(Sample sample, java.util.SplittableRandom random) {
    return null;
  }

  /**
   * Reads the damaged file.
   *
   * @throws InputException if the reader refuses it
   * @throws StrictJson.Wrong if the reader accepts a file that the oracle refuses
   * @throws AssertionError if the reader accepts a file, but its result is wrong
   */
  void read(Sample sample, byte[] damaged, Path folder) throws Exception;

  /** Returns the names of which a message must have one. */
  default List<String> names(Sample sample) {
    return List.of(Path.of(sample.file()).getFileName().toString());
  }

  /** Returns the largest number of bytes that a thread may allocate for an input. */
  default long mostBytes() {
    return 256L << 20;
  }

  /** Returns the number of threads that may read at once. */
  default int threads() {
    return 2;
  }
}
