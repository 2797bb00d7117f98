package org.glassllm.run;

import ai.djl.Device;
import java.nio.file.Path;

/**
 * The settings of a new run.
 *
 * @param folder the run's folder, in which no run exists yet
 * @param recipe the settings; at the start of the run a measurement replaces the precision {@code
 *     auto}
 * @param data a text file, a {@code .jsonl} file, a folder, a token file, or {@link RunData#TALES}
 * @param parent the folder of the parent run, whose best weights and tokenizer the new run starts
 *     from; null for random initial weights
 * @param device the device that computes
 * @param command the command that started the run, for {@code run.json}
 * @param stage the stage of training
 * @param lora the adapters that train; null if all parameters train
 */
public record RunSetup(
    Path folder,
    Recipe recipe,
    String data,
    Path parent,
    Device device,
    String command,
    Stage stage,
    LoraSettings lora) {

  /** Creates a setup that trains all parameters. */
  public RunSetup(
      Path folder,
      Recipe recipe,
      String data,
      Path parent,
      Device device,
      String command,
      Stage stage) {
    this(folder, recipe, data, parent, device, command, stage, null);
  }

  /** Creates a setup of pretraining on the CPU with random initial weights. */
  public RunSetup(Path folder, Recipe recipe, String data) {
    this(folder, recipe, data, null, Device.cpu(), "", new Pretraining());
  }

  /**
   * Returns a copy of this setup that starts from the best weights and the tokenizer of another
   * run.
   */
  public RunSetup from(Path other) {
    return new RunSetup(folder, recipe, data, other, device, command, stage, lora);
  }

  /** Returns a copy of this setup with another device. */
  public RunSetup on(Device other) {
    return new RunSetup(folder, recipe, data, parent, other, command, stage, lora);
  }

  /** Returns a copy of this setup with another command to record in {@code run.json}. */
  public RunSetup startedBy(String other) {
    return new RunSetup(folder, recipe, data, parent, device, other, stage, lora);
  }

  /** Returns a copy of this setup with another stage. */
  public RunSetup with(Stage other) {
    return new RunSetup(folder, recipe, data, parent, device, command, other, lora);
  }

  /** Returns a copy of this setup that trains adapters only. */
  public RunSetup with(LoraSettings other) {
    return new RunSetup(folder, recipe, data, parent, device, command, stage, other);
  }
}
