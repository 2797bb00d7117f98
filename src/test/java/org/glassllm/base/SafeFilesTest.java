package org.glassllm.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  void oneTargetHasOneWriterAtATime() throws IOException {
    Path target = folder.resolve("t");
    try (PendingFile first = PendingFile.locked(target)) {
      first.out().write('1');
      String message =
          assertThrows(InputException.class, () -> PendingFile.locked(target).close()).getMessage();
      assertTrue(message.contains("another process is writing " + target), message);
      first.commit();
    }
    try (PendingFile second = PendingFile.locked(target)) {
      second.out().write('2'); // not committed
    }
    assertEquals("1", Files.readString(target));
    assertEquals(List.of("t"), names());
  }

  @Test
  void leftoversOfOneTargetAreDeleted() throws IOException {
    Files.writeString(folder.resolve(".t.tmp-1234"), "x");
    Files.writeString(folder.resolve(".t.lock"), "");
    Files.writeString(folder.resolve(".other.tmp-1"), "x");
    try (PendingFile file = PendingFile.locked(folder.resolve("t"))) {
      file.commit();
    }
    assertEquals(List.of(".other.tmp-1", "t"), names());
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    for (String name : List.of(".t.lock", "synced", ".t.tmp")) {
      Files.createSymbolicLink(folder.resolve(name), victim);
    }
    assertThrows(InputException.class, () -> PendingFile.locked(folder.resolve("t")).close());
    assertThrows(
        IOException.class,
        () -> SafeFiles.writeSynced(folder.resolve("synced"), out -> out.write('x')));
    SafeFiles.replace(folder.resolve("t"), "new");
    assertEquals("precious", Files.readString(victim));
  }

  @Test
  void aLockOnADeletedFileCountsNoMore() throws IOException {
    Path file = folder.resolve("sub/.lock");
    try (LockFile lock = LockFile.take(file, "taken")) {
      assertTrue(lock.isHeld());
      InputException e = assertThrows(InputException.class, () -> LockFile.take(file, "taken"));
      assertEquals("taken", e.getMessage());
      SafeFiles.deleteTree(file.getParent());
      assertFalse(lock.isHeld());
      SafeFiles.replace(file, "of another process");
      assertFalse(lock.isHeld());
    }
    assertEquals("of another process", Files.readString(file));
    LockFile.take(file, "free").close();
    assertTrue(Files.notExists(file));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }
}
