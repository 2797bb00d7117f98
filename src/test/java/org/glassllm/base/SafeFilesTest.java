package org.glassllm.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFilesTest {
  @TempDir Path folder;

  @Test
  void aFailedWriteLeavesOnlyTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                SafeFiles.replace(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }));
    assertTrue(e.getMessage().contains("No space left") && e.getMessage().contains("a"));
    assertEquals("old", Files.readString(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void foldersAreCreatedAndTreesDeleted() throws IOException {
    Path file = folder.resolve("x/y/z.txt");
    SafeFiles.replace(file, "text 文");
    assertEquals("text 文", SafeFiles.readText(file));
    SafeFiles.deleteTree(folder.resolve("x"));
    assertTrue(Files.notExists(folder.resolve("x")));
    SafeFiles.deleteTree(folder.resolve("x"));
  }

  @Test
  void unreadableFilesAreNamedWithTheReason() throws IOException {
    Path none = folder.resolve("none");
    assertTrue(message(none).contains("no such file"));
    Path latin = Files.write(folder.resolve("latin"), new byte[] {(byte) 0xE9, 'x'});
    assertTrue(message(latin).contains("UTF-8"));
  }

  private static String message(Path file) {
    return assertThrows(InputException.class, () -> SafeFiles.readText(file)).getMessage();
  }

  @Test
  void messagesAreOneLineForAnyFileName() {
    assertEquals("a b", new InputException("a\n\u0007b").getMessage());
  }
}
