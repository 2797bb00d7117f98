package org.glassllm.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 300, 1 << 16, (1 << 16) + 1, 200_000})
  void idsSurviveTheFile(int vocabSize) {
    int[] ids = new SplittableRandom(1).ints(10_001, 0, vocabSize).toArray();
    ids[0] = vocabSize - 1;
    Path file = folder.resolve("a.tok");
    TokenFileWriter.writeAll(file, vocabSize, ids);
    TokenFile tokens = TokenFile.open(file);
    assertEquals(vocabSize <= 1 << 16 ? 2 : 4, tokens.width());
    assertEquals(ids.length, tokens.size());
    int[] back = new int[ids.length];
    tokens.read(0, back);
    assertArrayEquals(ids, back);
  }

  @Test
  void aFileLargerThanOneBufferIsReadToItsEnd() throws Exception {
    Path file = folder.resolve("sparse.tok");
    TokenFileWriter.writeAll(file, 100, 1, 2, 3);
    long last = 2_600_000_000L; // 5.2 GB of ids in a sparse file
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
      f.seek(TokenFile.HEADER + 2 * (last - 1));
      f.write(new byte[] {41, 0, 42, 0});
      long edge = TokenFile.HEADER + (1L << 30) - 2; // the last id of the first segment
      f.seek(edge);
      f.write(new byte[] {7, 0, 8, 0});
    }
    TokenFile tokens = TokenFile.open(file);
    assertEquals(last + 1, tokens.size());
    int[] two = new int[2];
    tokens.read(last - 1, two);
    assertArrayEquals(new int[] {41, 42}, two);
    tokens.read((1L << 29) - 1, two);
    assertArrayEquals(new int[] {7, 8}, two);
    tokens.slice(last - 10, last + 1).read(9, two);
    assertArrayEquals(new int[] {41, 42}, two);
    assertThrows(IndexOutOfBoundsException.class, () -> tokens.read(last, new int[2]));
  }

  @Test
  void damagedTokenFilesAreRefusedByName() throws Exception {
    Path file = folder.resolve("bad.tok");
    Files.writeString(file, "just some text, long enough");
    assertTrue(message(file).contains("not a token file: " + file));
    Files.write(file, new byte[3]);
    assertTrue(message(file).contains("not a token file"));
    TokenFileWriter.writeAll(file, 100_000, 1, 2, 3);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertTrue(message(file).contains("truncated"));
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(12, 3);
    Files.write(file, bytes);
    assertTrue(message(file).contains("has version 1 and 3 bytes per id"));
    assertTrue(message(folder.resolve("none")).contains("no such file"));
  }

  @Test
  void aNegativeIdIsRefusedWithFileAndPlace() throws Exception {
    Path file = folder.resolve("negative.tok");
    TokenFileWriter.writeAll(file, 100_000, 1, 2, 3);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(TokenFile.HEADER + 4, -7);
    Files.write(file, bytes);
    TokenFile tokens = TokenFile.open(file);
    tokens.read(0, new int[1]);
    String message =
        assertThrows(InputException.class, () -> tokens.read(0, new int[3])).getMessage();
    assertTrue(message.contains(file + " is damaged: token 1 is -7, must be 0"), message);
  }

  private static String message(Path file) {
    return assertThrows(InputException.class, () -> TokenFile.open(file)).getMessage();
  }

  @Test
  void aBadIdLeavesNoFile() {
    Path file = folder.resolve("never.tok");
    assertThrows(
        InputException.class,
        () -> {
          try (TokenFileWriter writer = new TokenFileWriter(file, 10)) {
            writer.write(1, 2, 10);
          }
        });
    assertFalse(Files.exists(file));
  }
}
