package org.glassllm.tensor;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures the memory of this process: Java's heap and the engine's arrays. */
public final class MemoryUse {
  private static final Path STATUS = Path.of("/proc/self/status");

  private MemoryUse() {}

  /** Returns the resident memory in MiB; on other systems than Linux, only Java's heap. */
  public static double residentMiB() {
    return field("VmRSS:");
  }

  /** Returns the peak of {@link #residentMiB()}; the current heap on other systems than Linux. */
  public static double peakMiB() {
    return field("VmHWM:");
  }

  /** Returns the memory of the machine or the container in MiB. */
  public static double physicalMiB() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize() / 1048576.0
        : Runtime.getRuntime().maxMemory() / 1048576.0;
  }

  /** Returns the memory of a device in MiB; infinity for a GPU whose driver does not report it. */
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
      return heapMiB(); // no such file on this system
    }
    return heapMiB();
  }

  private static double heapMiB() {
    Runtime r = Runtime.getRuntime();
    return (r.totalMemory() - r.freeMemory()) / 1048576.0;
  }
}
