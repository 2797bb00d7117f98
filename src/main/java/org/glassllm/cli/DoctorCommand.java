package org.glassllm.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.Utils;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.glassllm.base.InputException;
import org.glassllm.tensor.MemoryUse;
import org.glassllm.tensor.Torch;
import picocli.CommandLine.Command;

/** {@code glass doctor}. */
@Command(
    name = "doctor",
    description =
        "Check Java, the engine, device, threads, memory and disk, and name the fix for each problem.")
final class DoctorCommand extends Subcommand {
  private static final double GIB = 1 << 30;
  private static final int LEAST_JAVA = 17;
  private static final double LEAST_GIB = 2;

  /** Twice what the unpacked library for a CPU needs. */
  private static final double LIBTORCH_GIB = 1;

  /** One line of the report; the remedy is empty if nothing is wrong. */
  record Finding(String what, String value, String remedy) {}

  @Override
  public void run() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(cache()); // before the engine starts and unpacks libtorch there
    findings.addAll(engine());
    findings.add(memory());
    findings.add(disk("disk", Path.of(""), LEAST_GIB, "work in another folder"));
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    load(system.getSystemLoadAverage(), system.getAvailableProcessors()).ifPresent(findings::add);
    findings.add(environment("malloc", "GLIBC_TUNABLES"));
    findings.add(environment("spin", "GOMP_SPINCOUNT"));
    boolean broken = findings.stream().anyMatch(f -> !f.remedy().isEmpty());
    if (json()) {
      Map<String, Object> o = new LinkedHashMap<>();
      findings.forEach(f -> o.put(f.what(), f.value()));
      o.put("to_mend", findings.stream().map(Finding::remedy).filter(r -> !r.isEmpty()).toList());
      printJson(o);
    } else {
      for (Finding f : findings) {
        printf("%-8s %s%n", f.what(), f.value());
        if (!f.remedy().isEmpty()) {
          printf("         fix: %s%n", f.remedy());
        }
      }
    }
    if (broken) {
      throw new InputException(
          "this machine has a problem; each line with \"fix\" names the remedy");
    }
    if (!json()) {
      print("No problems found.\n");
    }
  }

  private static Finding java() {
    int version = Runtime.version().feature();
    return new Finding(
        "java",
        Runtime.version() + ", " + System.getProperty("java.vm.name"),
        version >= LEAST_JAVA ? "" : "install a JDK " + LEAST_JAVA + " or newer");
  }

  private static List<Finding> engine() {
    try (NDManager manager = Torch.manager(Device.cpu())) {
      float sum = manager.ones(new Shape(2, 3)).sum().getFloat();
      CudaCheck cuda = CudaCheck.now(Torch.engine().getGpuCount());
      return List.of(
          new Finding(
              "engine",
              "PyTorch "
                  + Torch.engine().getVersion()
                  + " on "
                  + System.getProperty("os.name")
                  + " "
                  + System.getProperty("os.arch"),
              sum == 6 ? "" : "a sum of six ones gave " + sum + ": reinstall the native library"),
          new Finding("device", cuda.value(), cuda.remedy()),
          new Finding(
              "threads",
              Torch.threads()
                  + " of libtorch on "
                  + Runtime.getRuntime().availableProcessors()
                  + " processors",
              ""));
    } catch (RuntimeException | LinkageError e) {
      return List.of(
          new Finding(
              "engine",
              "PyTorch does not start: " + e.getMessage(),
              "the first start unpacks the native library: check that the home folder is writable"
                  + " and that the class path has the jar pytorch-native-cpu for this system"));
    }
  }

  private static Finding memory() {
    double gib = MemoryUse.physicalMiB() / 1024;
    return new Finding(
        "memory",
        String.format(
            Locale.ROOT,
            "%.1f GiB, Java heap at most %.1f GiB",
            gib,
            Runtime.getRuntime().maxMemory() / GIB),
        gib >= LEAST_GIB ? "" : "the lessons need " + LEAST_GIB + " GiB; close other programs");
  }

  /** Checks the folder into which DJL unpacks libtorch at the first start. */
  private static Finding cache() {
    Path folder = Utils.getEngineCacheDir("pytorch");
    return Files.isDirectory(folder)
        ? new Finding("cache", folder.toString(), "")
        : disk("cache", folder, LIBTORCH_GIB, "set DJL_CACHE_DIR to another folder");
  }

  /** Checks the free space of a folder that need not exist yet. */
  private static Finding disk(String what, Path folder, double leastGib, String elsewhere) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      double gib = Files.getFileStore(there).getUsableSpace() / GIB;
      String value =
          String.format(Locale.ROOT, "%.1f GiB free in %s", gib, folder.toAbsolutePath());
      if (!Files.isWritable(there)) {
        return new Finding(what, value, "the folder is not writable: " + elsewhere);
      }
      String more = "free at least " + leastGib + " GiB, or " + elsewhere;
      return new Finding(what, value, gib >= leastGib ? "" : more);
    } catch (IOException e) {
      return new Finding(what, "unknown: " + e.getMessage(), "");
    }
  }

  /** Reports the load if it exceeds the processors; a load is no fault, so it has no remedy. */
  static Optional<Finding> load(double load, int processors) {
    String value = "%.1f on %d processors: other programs slow training down";
    return load > processors
        ? Optional.of(new Finding("load", String.format(Locale.ROOT, value, load, processors), ""))
        : Optional.empty();
  }

  private static Finding environment(String what, String variable) {
    String value = System.getenv(variable);
    String missing = variable + " is not set; the launcher glass sets a faster value";
    return new Finding(what, value == null ? missing : value, "");
  }
}
