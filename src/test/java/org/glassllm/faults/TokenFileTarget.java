package org.glassllm.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.glassllm.base.InputException;
import org.glassllm.batch.TokenFile;
import org.glassllm.batch.TokenFileWriter;
import org.glassllm.run.RunData;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Tokenizer;

/** Accepts a token file only with ids in range, and then trains on exactly these. */
final class TokenFileTarget implements Target {
  private static final int HEADER = 16;
  private static final int VOCAB = 20;
  private final Tokenizer tokenizer = CharTokenizer.train("abcdefghijklmnopqrst");
  private final List<Sample> samples;

  TokenFileTarget(Path folder) throws IOException {
    samples = List.of(sample(folder.resolve("two.tok"), 2), sample(folder.resolve("four.tok"), 4));
  }

  private static Sample sample(Path file, int width) throws IOException {
    int[] ids = new SplittableRandom(3).ints(200, 0, VOCAB).toArray();
    TokenFileWriter.writeAll(file, width == 2 ? VOCAB : 1 << 17, ids);
    return Sample.of(file.getFileName().toString(), Files.readAllBytes(file));
  }

  @Override
  public List<Sample> samples() {
    return samples;
  }

  @Override
  public void read(Sample sample, byte[] damaged, Path folder) throws Exception {
    String file = folder.resolve(sample.file()).toString();
    Path training = folder.resolve("training.tok"), validation = folder.resolve("validation.tok");
    RunData data;
    try {
      data = RunData.read(file);
    } finally {
      opened(Path.of(file));
    }
    data.encode(tokenizer, training, validation);
    ByteBuffer right = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
    StrictRecord.require(damaged.length >= HEADER, "it has no header");
    StrictRecord.require(right.getInt(8) == 1, "its version is " + right.getInt(8));
    int width = right.getInt(12);
    StrictRecord.require(width == 2 || width == 4, "its width is " + width);
    StrictRecord.require((damaged.length - HEADER) % width == 0, "it is truncated");
    int at = HEADER;
    for (Path part : List.of(training, validation)) {
      TokenFile tokens = TokenFile.open(part);
      int[] ids = new int[(int) tokens.size()];
      tokens.read(0, ids);
      for (int id : ids) {
        int own = width == 2 ? right.getShort(at) & 0xFFFF : right.getInt(at);
        assertEquals(own, id, "id");
        StrictRecord.require(id >= 0 && id < VOCAB, "an id is " + id);
        at += width;
      }
    }
    assertEquals(damaged.length, at, "bytes read");
  }

  /** Requires that an opened file gives no negative id. */
  private static void opened(Path file) throws StrictJson.Wrong {
    try {
      TokenFile tokens = TokenFile.open(file);
      int[] ids = new int[(int) tokens.size()];
      tokens.read(0, ids);
      for (int id : ids) {
        StrictRecord.require(id >= 0, "TokenFile reads a negative id");
      }
    } catch (InputException e) {
      return;
    }
  }
}
