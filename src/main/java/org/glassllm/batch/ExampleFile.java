package org.glassllm.batch;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.nio.file.Path;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * A {@link TokenFile} of examples. Each number holds a token id and two flags: {@code 4 · id + 2 ·
 * (first token of an example) + (token of a response)}. Only the starts of the examples are in
 * memory.
 */
public final class ExampleFile {
  private static final int FLAGS = 4;
  private static final int FIRST = 2;
  private static final int RESPONSE = 1;

  private final TokenSource tokens;
  private final LongArrayList starts = new LongArrayList();

  private ExampleFile(TokenSource tokens) {
    this.tokens = tokens;
  }

  /** Receives examples. */
  @FunctionalInterface
  public interface Sink {
    /** Appends an example. */
    void accept(Example example);
  }

  /** An action that passes examples to a sink. */
  @FunctionalInterface
  public interface Source {
    /** Passes all examples to the sinks of the training split and of the validation split. */
    void writeTo(Sink training, Sink validation);
  }

  /**
   * Writes two files. If the source throws an exception, no file appears.
   *
   * @param vocabSize the vocabulary size of the tokenizer, at most 2^29
   */
  public static void write(Path training, Path validation, int vocabSize, Source source) {
    TokenFileWriter first = new TokenFileWriter(training, FLAGS * vocabSize);
    TokenFileWriter second = new TokenFileWriter(validation, FLAGS * vocabSize);
    try (first;
        second) {
      first.onlyIfWhole(
          () ->
              second.onlyIfWhole(
                  () -> source.writeTo(e -> append(first, e), e -> append(second, e))));
    } catch (IOException e) {
      throw SafeFiles.cannot("write", training, e);
    }
  }

  private static void append(TokenFileWriter writer, Example example) {
    for (int i = 0; i < example.length(); i++) {
      int flags = (i == 0 ? FIRST : 0) + (example.response()[i] ? RESPONSE : 0);
      writer.write(FLAGS * example.ids()[i] + flags);
    }
  }

  /**
   * Opens a file of examples.
   *
   * @throws InputException if the file is missing, damaged or has no example
   */
  public static ExampleFile open(Path file) {
    ExampleFile examples = new ExampleFile(TokenFile.open(file));
    for (long at = 0; at < examples.tokens.size(); at += TokenSource.BLOCK) {
      int[] block = new int[(int) Math.min(TokenSource.BLOCK, examples.tokens.size() - at)];
      examples.tokens.read(at, block);
      for (int i = 0; i < block.length; i++) {
        if ((block[i] & FIRST) != 0) {
          examples.starts.add(at + i);
        }
      }
    }
    if (examples.starts.isEmpty() || examples.starts.getLong(0) != 0) {
      throw new InputException("%s has no examples; start a new run", file);
    }
    return examples;
  }

  /** Returns the number of examples. */
  public int size() {
    return starts.size();
  }

  /** Returns the number of tokens of all examples. */
  public long tokens() {
    return tokens.size();
  }

  /** Returns the number of tokens of each example. */
  public int[] lengths() {
    int[] lengths = new int[size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = length(i);
    }
    return lengths;
  }

  private int length(int index) {
    long end = index + 1 < size() ? starts.getLong(index + 1) : tokens.size();
    return Math.toIntExact(end - starts.getLong(index));
  }

  /** Returns an example. */
  public Example get(int index) {
    int[] ids = new int[length(index)];
    tokens.read(starts.getLong(index), ids);
    boolean[] response = new boolean[ids.length];
    for (int i = 0; i < ids.length; i++) {
      response[i] = (ids[i] & RESPONSE) != 0;
      ids[i] /= FLAGS;
    }
    return new Example(ids, response);
  }
}
