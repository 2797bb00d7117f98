package org.glassllm.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.glassllm.base.InputException;

/** Reads lines of UTF-8 from a pipe or a file. Ctrl-C has its usual effect on the process. */
final class PipedInput implements ChatInput {
  private final BufferedReader lines;

  PipedInput(InputStream in) {
    lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
  }

  @Override
  public Optional<String> next() {
    try {
      return Optional.ofNullable(lines.readLine());
    } catch (CharacterCodingException e) {
      throw new InputException(
          "standard input is not UTF-8; convert it, for example with iconv -t UTF-8", e);
    } catch (IOException e) {
      throw new InputException("cannot read standard input: " + e.getMessage(), e);
    }
  }

  @Override
  public <T> T interruptible(Function<BooleanSupplier, T> generation) {
    return generation.apply(() -> false);
  }

  @Override
  public void close() {
    // standard input stays open
  }
}
