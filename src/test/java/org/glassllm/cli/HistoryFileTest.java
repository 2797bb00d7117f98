package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  /** Adds lines in a new chat; returns all lines of its history. */
  private List<String> chat(Path file, String... lines) throws IOException {
    HistoryFile history = new HistoryFile(file, warnings::add);
    try (Terminal terminal =
        new DumbTerminal(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream())) {
      LineReader reader = LineReaderBuilder.builder().terminal(terminal).history(history).build();
      history.attach(reader); // as the first call of readLine does
      for (String line : lines) {
        history.add(line);
      }
      List<String> all = new ArrayList<>();
      history.forEach(entry -> all.add(entry.line()));
      return all;
    }
  }

  @Test
  void theLocationFollowsTheXdgStandard() {
    Path home = folder.toAbsolutePath();
    Path usual = home.resolve(".local/state/glassllm/chat-history");
    assertEquals(usual, HistoryFile.location(Map.of(), home));
    assertEquals(usual, HistoryFile.location(Map.of("XDG_STATE_HOME", ""), home));
    assertEquals(usual, HistoryFile.location(Map.of("XDG_STATE_HOME", "relative"), home));
    assertEquals(
        home.resolve("s/glassllm/chat-history"),
        HistoryFile.location(Map.of("XDG_STATE_HOME", home.resolve("s").toString()), home));
  }

  @Test
  void theNextChatReadsTheLines() throws IOException {
    Path file = folder.resolve("state/glassllm/chat-history");
    chat(file);
    assertFalse(Files.exists(file.getParent().getParent()), "created by the first line only");
    chat(file, "one", "two\nlines", "a \\ and 小红");
    assertEquals(List.of("one", "two\nlines", "a \\ and 小红", "four"), chat(file, "four"));
    assertEquals(List.of(), warnings);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void onlyTheOwnerReadsTheFile() throws IOException {
    Path file = folder.resolve("glassllm/chat-history");
    chat(file, "one");
    assertEquals("rw-------", permissions(file));
    assertEquals("rwx------", permissions(file.getParent()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    chat(file, "two");
    assertEquals("rw-------", permissions(file));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void anUnusableFileGivesOneWarning() throws IOException {
    Path blocked = Files.writeString(folder.resolve("blocked"), "").resolve("below/history");
    assertEquals(List.of("one", "two"), chat(blocked, "one", "two"));
    assertEquals(1, warnings.size(), warnings.toString());
    assertTrue(warnings.get(0).contains("--no-history"), warnings.toString());
    warnings.clear();
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, 10, 58, 120});
    assertEquals(List.of("two"), chat(binary, "two"));
    assertTrue(warnings.get(0).contains("not a history"), warnings.toString());
    assertEquals(4, Files.size(binary));
  }
}
