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
      description =
          "Device for the computation. Default: ${DEFAULT-VALUE}, which is a GPU if"
              + " there is one, otherwise the CPU.")
  private String device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Number of CPU threads that compute one operation. Default: one per core.")
  private Integer threads;

  /** Sets the number of threads and returns the device. */
  Device device() {
    if (threads != null) {
      Torch.setThreads(threads);
    }
    return Torch.device(device);
  }
}
