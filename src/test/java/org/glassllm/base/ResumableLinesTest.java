package org.glassllm.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumableLinesTest {
  private static final List<String> LINES = List.of("one", "", "Grüße 小红", "four");
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void path() {
    file = folder.resolve("lines.jsonl");
  }

  private static JsonObject state(String seed) {
    JsonObject state = new JsonObject();
    state.addProperty("seed", seed);
    return state;
  }

  private ResumableLines open(String seed) {
    return ResumableLines.open(file, state(seed), false, (i, line) -> {});
  }

  private void write(List<String> lines) {
    try (ResumableLines all = open("1")) {
      lines.forEach(all::append);
    }
  }

  private String refusal(String seed) {
    return assertThrows(InputException.class, () -> open(seed).close()).getMessage();
  }

  @Test
  void aFileCutAnywhereIsContinued() throws IOException {
    write(LINES);
    byte[] whole = Files.readAllBytes(file);
    assertEquals(String.join("\n", LINES) + "\n", Files.readString(file));
    for (int size = 0; size <= whole.length; size++) {
      Files.write(file, Arrays.copyOf(whole, size));
      List<String> read = new ArrayList<>();
      try (ResumableLines lines =
          ResumableLines.open(
              file,
              state("1"),
              false,
              (i, line) -> {
                assertEquals(read.size(), i);
                read.add(line);
              })) {
        assertEquals(read.size(), lines.lines());
        LINES.stream().skip(lines.lines()).forEach(lines::append);
        assertEquals(LINES.size(), lines.lines());
      }
      assertEquals(LINES.subList(0, read.size()), read);
      assertEquals(
          new String(whole, StandardCharsets.UTF_8), Files.readString(file), "cut at " + size);
    }
  }

  @Test
  void otherSettingsAreRefused() throws IOException {
    write(LINES);
    byte[] before = Files.readAllBytes(file);
    String message = refusal("2");
    assertTrue(message.contains("seed was \"1\" and is \"2\" now"), message);
    assertEquals(1, message.lines().count());
    assertEquals(new String(before, StandardCharsets.UTF_8), Files.readString(file));
    JsonObject more = state("1");
    more.addProperty("stop", "x");
    assertThrows(
        InputException.class, () -> ResumableLines.open(file, more, false, (i, line) -> {}));
    write(List.of("five")); // a refusal releases the lock
    assertTrue(Files.readString(file).endsWith("four\nfive\n"));
  }

  @Test
  void aFileWithoutStateIsRefused() throws IOException {
    Files.writeString(file, "my diary\n");
    assertTrue(refusal("1").contains(".state"));
    assertEquals("my diary\n", Files.readString(file));
    Files.writeString(ResumableLines.stateFile(file), "{");
    assertTrue(refusal("1").contains("is not valid JSON"));
  }

  @Test
  void overwriteStartsAnew() throws IOException {
    write(LINES);
    List<String> read = new ArrayList<>();
    try (ResumableLines lines =
        ResumableLines.open(file, state("2"), true, (i, line) -> read.add(line))) {
      assertEquals(0, lines.lines());
      lines.append("new");
    }
    assertEquals(List.of(), read);
    assertEquals("new\n", Files.readString(file));
    assertTrue(refusal("1").contains("seed"));
  }

  @Test
  void aKillBeforeTheFirstLineLeavesNothing() throws IOException {
    open("1").close();
    Files.writeString(folder.resolve(".lines.jsonl.state.tmp-1"), "{\"se");
    open("2").close(); // no line of the old settings exists
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
    assertTrue(Files.readString(ResumableLines.stateFile(file)).contains("2"));
  }

  @Test
  void aSecondWriterIsRefused() throws IOException {
    try (ResumableLines lines = open("1")) {
      lines.append("one");
      assertTrue(refusal("1").contains("another process is writing"));
      Path link = Files.createSymbolicLink(folder.resolve("link"), file);
      assertThrows(
          InputException.class, () -> ResumableLines.open(link, state("1"), true, (i, l) -> {}));
      lines.append("two");
    }
    assertEquals("one\ntwo\n", Files.readString(file));
  }

  @Test
  void aRefusedLineChangesNothing() throws IOException {
    write(LINES);
    Files.writeString(file, "torn", java.nio.file.StandardOpenOption.APPEND);
    ResumableLines.Reader refusing =
        (i, line) -> {
          throw new InputException("refused " + line);
        };
    assertThrows(
        InputException.class, () -> ResumableLines.open(file, state("1"), false, refusing));
    assertTrue(Files.readString(file).endsWith("torn"));
  }

  @Test
  void foldersAndDevicesAreRefused() {
    for (Path path : List.of(folder, Path.of("/dev/null"))) {
      assertThrows(
          InputException.class, () -> ResumableLines.open(path, state("1"), true, (i, l) -> {}));
    }
    assertFalse(Files.exists(ResumableLines.stateFile(folder)));
  }
}
