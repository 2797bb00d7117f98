package org.glassllm.cli;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Reports the GPUs that the engine sees, and the problem if the user asked for CUDA and it sees
 * none.
 *
 * @param value the devices
 * @param remedy what to do; empty if nothing is wrong
 */
record CudaCheck(String value, String remedy) {
  private static final double GIB = 1 << 30;

  /** Checks a number of GPUs against the environment of this process. */
  static CudaCheck now(int gpus) {
    return of(gpus, System.getenv());
  }

  /**
   * Checks a number of GPUs against an environment.
   *
   * @param gpus number of GPUs that the engine sees
   * @param environment may hold DJL's variables PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR
   */
  static CudaCheck of(int gpus, Map<String, String> environment) {
    String folder = environment.get("PYTORCH_LIBRARY_PATH");
    String flavor = environment.getOrDefault("PYTORCH_FLAVOR", "");
    if (gpus > 0) {
      return new CudaCheck(gpus + " GPU(s), and cpu" + details(gpus), "");
    }
    String value = "cpu (no GPU seen)";
    if (folder != null && !Files.isDirectory(Path.of(folder))) {
      return new CudaCheck(
          value, "PYTORCH_LIBRARY_PATH names no folder: " + folder + "; correct or unset it");
    }
    if (flavor.startsWith("cu")) {
      return new CudaCheck(
          value,
          "PYTORCH_FLAVOR is "
              + flavor
              + ", but libtorch sees no GPU: check the driver with nvidia-smi, and that "
              + (folder == null ? "the build used -Dcuda" : folder + " holds libtorch_cuda")
              + "; or unset PYTORCH_FLAVOR to compute on the CPU");
    }
    return new CudaCheck(value, "");
  }

  private static String details(int gpus) {
    StringBuilder all = new StringBuilder();
    try {
      all.append("; CUDA ").append(CudaUtils.getCudaVersionString());
      for (int i = 0; i < gpus; i++) {
        Device gpu = Device.gpu(i);
        all.append(
            String.format(
                Locale.ROOT,
                "; gpu%d: compute capability %s, %.0f GiB",
                i,
                CudaUtils.getComputeCapability(i),
                CudaUtils.getGpuMemory(gpu).getMax() / GIB));
      }
    } catch (RuntimeException | LinkageError e) { // the CUDA runtime library was not found
      all.append("; no details: ").append(e.getMessage());
    }
    return all.toString();
  }
}
