package org.glassllm.cli;

import ai.djl.Device;
import org.glassllm.tensor.Torch;
import picocli.CommandLine.Option;

/** Declares the options {@code --device} and {@code --threads}. */
final class MachineOptions {
  @Option(
      names = "--device",
      defaultValue = "auto",
      paramLabel = "cpu|gpu|gpuN|auto",
      description = "Device. Default: ${DEFAULT-VALUE}, a GPU if one is found.")
  private String device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of one operation on the CPU. Default: one per core.")
  private Integer threads;

  /** Sets the number of threads and returns the device. */
  Device device() {
    if (threads != null) {
      Torch.setThreads(threads);
    }
    return Torch.device(device);
  }
}
