package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys in a pseudo-terminal of JLine. */
class LineEditorTest {
  private static final String UP = "\u001bOA";
  private static final char CTRL_C = 3;
  private static final char CTRL_D = 4;

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private LineDisciplineTerminal terminal;
  private LineEditor editor;

  @BeforeEach
  void open() throws IOException {
    terminal = new LineDisciplineTerminal("test", "xterm", screen, StandardCharsets.UTF_8);
    terminal.setSize(new Size(40, 10));
    editor = new LineEditor(terminal, new DefaultHistory(), List.of("/reset", "/save"));
  }

  @AfterEach
  void close() {
    editor.close();
  }

  /** Types keys after the editor has shown its prompt; returns the line. */
  private Optional<String> line(String keys) {
    screen.reset();
    Thread typist =
        new Thread(
            () -> {
              await("> ");
              type(keys);
            });
    typist.start();
    return editor.next();
  }

  private void await(String shown) {
    try {
      while (!screen.toString(StandardCharsets.UTF_8).contains(shown)) {
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void type(String keys) {
    try {
      terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aLineIsReturnedUnchanged() {
    String line = " it's \"50 %\" of C:\\new, !! done ";
    assertEquals(Optional.of(line), line(line + "\r"));
    assertEquals(Optional.of("小红和😀"), line("小红和😀\r"));
    String longLine = "forty columns are fewer than this long line of words ".repeat(5);
    assertEquals(Optional.of(longLine), line(longLine + "\r"));
  }

  @Test
  void arrowUpRecallsEarlierLines() {
    line("first\r");
    line(" second !\r");
    assertEquals(Optional.of(" second !"), line(UP + "\r"));
    assertEquals(Optional.of("first"), line(UP + UP + "\r"));
  }

  @Test
  void controlCClearsTheLine() {
    assertEquals(Optional.of("good"), line("bad" + CTRL_C + CTRL_C + "good\r"));
    line("first\r");
    line("second\r");
    String up = line(UP + UP + CTRL_C + UP + "\r").orElseThrow();
    assertEquals("second", up, "the history starts at its end again");
    assertEquals(Optional.of("good"), line(UP.repeat(9) + "\r"), "the oldest line is not \"bad\"");
    assertEquals(Optional.of("x"), line("\u001b[200~one\ntwo\u001b[201~" + CTRL_C + "x\r"));
  }

  @Test
  void controlDEndsTheInputOnAnEmptyLineOnly() {
    assertEquals(Optional.of("ab"), line("ab" + CTRL_D + "\r"));
    assertEquals(Optional.empty(), line("" + CTRL_D));
  }

  @Test
  void aPastedTextOfSeveralLinesIsOneMessage() {
    String paste = "\u001b[200~one\ntwo\nthree\u001b[201~";
    assertEquals(Optional.of("one\ntwo\nthree"), line(paste + "\r"));
    assertEquals(Optional.of("one\ntwo"), line("one\u001b\rtwo\r"), "Alt-Enter");
  }

  @Test
  void tabCompletesCommandsOnly() {
    assertEquals(Optional.of("/reset"), line("/re\t\r").map(String::strip));
    assertEquals(Optional.of("res"), line("res\t\r").map(String::strip));
  }

  @Test
  void controlCInterruptsAnAnswerOnce() {
    boolean stopped =
        editor.interruptible(
            interrupted -> {
              assertFalse(interrupted.getAsBoolean());
              assertFalse(terminal.echo());
              type("" + CTRL_C);
              return interrupted.getAsBoolean();
            });
    assertTrue(stopped);
    boolean again = editor.interruptible(interrupted -> interrupted.getAsBoolean());
    assertFalse(again);
    assertEquals(Optional.of("next"), line("next\r"));
  }
}
