package org.glassllm.cli;

import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.glassllm.base.InputException;
import org.jline.keymap.KeyMap;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Edits lines in a terminal, with a history. Ctrl-C clears a line or interrupts an answer. Ctrl-D
 * on an empty line ends the input. A pasted text of several lines is one message.
 */
final class LineEditor implements ChatInput {
  private static final String PROMPT = "> ";
  private static final String NEXT_LINE = "  ";
  private static final String CLEAR = "clear-line";

  private final Terminal terminal;
  private final LineReader reader;
  private boolean cleared;
  private volatile boolean interrupted;

  /**
   * Creates an editor. Its {@link #close} closes the terminal, which resets the terminal's mode.
   *
   * @param history the lines of earlier chats
   * @param commands words that Tab completes at the start of a line
   */
  LineEditor(Terminal terminal, History history, Collection<String> commands) {
    this.terminal = terminal;
    Completer completer =
        (line, parsed, candidates) -> {
          if (parsed.wordIndex() == 0 && parsed.word().startsWith("/")) {
            commands.forEach(command -> candidates.add(new Candidate(command)));
          }
        };
    DefaultParser words = new DefaultParser();
    words.setQuoteChars(new char[0]); // a quote is an ordinary character of a message
    words.setEscapeChars(new char[0]);
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .history(history)
            .completer(completer)
            .parser(words)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, NEXT_LINE)
            .option(Option.DISABLE_EVENT_EXPANSION, true) // "!" has no special meaning
            .option(Option.HISTORY_IGNORE_SPACE, false)
            .option(Option.HISTORY_REDUCE_BLANKS, false)
            .build();
    reader.getWidgets().put(CLEAR, this::clear);
    reader.getKeyMaps().get(LineReader.MAIN).bind(new Reference(CLEAR), KeyMap.ctrl('C'));
    terminal.echo(false); // keys must not appear inside an answer
    terminal.handle(Terminal.Signal.INT, signal -> interrupted = true);
  }

  /** Ends the line, which stays on the screen but not in the history. */
  private boolean clear() {
    cleared = true;
    reader.setVariable(LineReader.DISABLE_HISTORY, true);
    reader.callWidget(LineReader.ACCEPT_LINE);
    return true;
  }

  /** Opens the terminal of this process. */
  static LineEditor open(History history, Collection<String> commands) {
    try {
      Terminal terminal =
          TerminalBuilder.builder()
              .system(true)
              .dumb(true)
              .encoding(StandardCharsets.UTF_8)
              .build();
      return new LineEditor(terminal, history, commands);
    } catch (IOException e) {
      throw new InputException(
          "cannot open the terminal: " + e.getMessage() + "; send the messages through a pipe", e);
    }
  }

  @Override
  public Optional<String> next() {
    Attributes usual = terminal.getAttributes(), editing = new Attributes(usual);
    // Ctrl-C is a key here: with a signal, JLine would lose the keys that follow at once
    editing.setControlChar(ControlChar.VINTR, 0);
    terminal.setAttributes(editing);
    try {
      String line;
      do {
        cleared = false;
        reader.setVariable(LineReader.DISABLE_HISTORY, false);
        line = reader.readLine(PROMPT);
      } while (cleared);
      return Optional.of(line);
    } catch (EndOfFileException | UserInterruptException | IOError e) {
      return Optional.empty(); // Ctrl-D, SIGINT of another process, or no terminal any more
    } finally {
      terminal.setAttributes(usual);
    }
  }

  @Override
  public <T> T interruptible(Function<BooleanSupplier, T> generation) {
    interrupted = false;
    return generation.apply(() -> interrupted);
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new InputException("cannot reset the terminal: " + e.getMessage(), e);
    }
  }
}
