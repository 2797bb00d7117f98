package org.glassllm.cli;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What the engine sees of CUDA, and what is wrong where it was asked for one and sees none.
 *
 * @param value what was found
 * @param remedy what to do, or an empty text
 */
record CudaCheck(String value, String remedy) {
  private static final double GIB = 1 << 30;

  /** Looks at the engine's devices and at this process's environment. */
  static CudaCheck now(int gpus) {
    return of(gpus, System.getenv());
  }

  /**
   * Judges a number of GPUs by what the environment asked for.
   *
   * @param gpus that the engine sees
   * @param environment holds DJL's variables PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR, or not
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
          value, "PYTORCH_LIBRARY_PATH is " + folder + ", which is not a folder: correct it");
    }
    if (flavor.startsWith("cu")) {
      return new CudaCheck(
          value,
          "PYTORCH_FLAVOR is "
              + flavor
              + ", but libtorch sees no GPU: check the driver with nvidia-smi, and that "
              + (folder == null
                  ? "the build was made with -Dcuda"
                  : folder + " holds libtorch_cuda")
              + "; or unset it to compute on the CPU");
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
    } catch (RuntimeException | LinkageError e) { // CUDA's runtime library is not on the path
      all.append("; no details: ").append(e.getMessage());
    }
    return all.toString();
  }
}
