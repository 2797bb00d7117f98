package org.glassllm.run;

import ai.djl.Device;
import java.nio.file.Path;

/**
 * The settings of a new run.
 *
 * @param folder the run's folder, in which no run exists yet
 * @param recipe the settings; a precision {@code auto} is fixed when the run starts
 * @param data a text file, a {@code .jsonl} file, a folder, a token file, or {@link RunData#TALES}
 * @param parent the run whose best weights and tokenizer this one starts from, or null
 * @param device the device to compute on
 * @param command the command that started the run, for {@code run.json}
 */
public record RunSetup(
    Path folder, Recipe recipe, String data, Path parent, Device device, String command) {

  /** Creates a setup on the CPU with random initial weights. */
  public RunSetup(Path folder, Recipe recipe, String data) {
    this(folder, recipe, data, null, Device.cpu(), "");
  }

  /** Returns this setup with the best weights and the tokenizer of another run to start from. */
  public RunSetup from(Path other) {
    return new RunSetup(folder, recipe, data, other, device, command);
  }

  /** Returns this setup on another device. */
  public RunSetup on(Device other) {
    return new RunSetup(folder, recipe, data, parent, other, command);
  }

  /** Returns this setup with another command for the records. */
  public RunSetup startedBy(String other) {
    return new RunSetup(folder, recipe, data, parent, device, other);
  }
}
