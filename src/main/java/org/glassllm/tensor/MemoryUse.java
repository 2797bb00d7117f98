package org.glassllm.tensor;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures the memory of this process, which includes Java's heap and the engine's arrays. */
public final class MemoryUse {
  private static final Path STATUS = Path.of("/proc/self/status");

  private MemoryUse() {}

  /** Returns the resident memory in MiB on Linux; on other systems, the size of Java's heap. */
  public static double residentMiB() {
    return field("VmRSS:");
  }

  /** Returns the maximum resident memory so far in MiB on Linux; on other systems, the heap now. */
  public static double peakMiB() {
    return field("VmHWM:");
  }

  /** Returns the memory of the machine or the container in MiB. */
  public static double physicalMiB() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize() / 1048576.0
        : Runtime.getRuntime().maxMemory() / 1048576.0;
  }

  /**
   * Returns the memory of a device in MiB; infinity if a GPU's driver does not report the memory.
   */
  public static double ofMiB(Device device) {
    if (!device.isGpu()) {
      return physicalMiB();
    }
    try {
      return CudaUtils.getGpuMemory(device).getMax() / 1048576.0;
    } catch (RuntimeException | LinkageError e) { // the CUDA runtime library was not found
      return Double.POSITIVE_INFINITY;
    }
  }

  private static double field(String name) {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(name)) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
      }
    } catch (IOException e) {
      return heapMiB(); // only Linux has this file
    }
    return heapMiB();
  }

  private static double heapMiB() {
    Runtime r = Runtime.getRuntime();
    return (r.totalMemory() - r.freeMemory()) / 1048576.0;
  }
}
