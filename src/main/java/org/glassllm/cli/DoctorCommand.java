package org.glassllm.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.Utils;
import ai.djl.util.cuda.CudaUtils;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.tensor.MemoryUse;
import org.glassllm.tensor.Torch;
import picocli.CommandLine.Command;

/** Runs {@code glass doctor}. */
@Command(
    name = "doctor",
    description = {
      "Check Java, the engine, the device, threads, memory and disk.",
      "The report names a fix for each problem."
    })
final class DoctorCommand extends Subcommand {
  private static final double GIB = 1 << 30;
  private static final int LEAST_JAVA = 17;
  private static final double LEAST_GIB = 2;

  /** Minimum free space for libtorch in GiB: twice the size of the unpacked library for a CPU. */
  private static final double LIBTORCH_GIB = 1;

  /** One line of the report; an empty remedy means that there is no problem. */
  record Finding(String what, String value, String remedy) {
    Finding(String what, String value) {
      this(what, value, "");
    }

    String line() {
      String fix = remedy.isEmpty() ? "" : "         fix: " + remedy + "\n";
      return format("%-8s %s%n%s", what, value, fix);
    }
  }

  @Override
  public void run() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    Path cache = Utils.getEngineCacheDir("pytorch");
    findings.add(cache(cache, LIBTORCH_GIB)); // checked before the engine unpacks libtorch
    findings.addAll(engine());
    findings.add(memory());
    findings.add(disk("disk", Path.of(""), LEAST_GIB, "work in another folder"));
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    load(system.getSystemLoadAverage(), system.getAvailableProcessors()).ifPresent(findings::add);
    findings.add(environment("malloc", "GLIBC_TUNABLES"));
    findings.add(environment("spin", "GOMP_SPINCOUNT"));
    List<String> fixes =
        findings.stream().map(Finding::remedy).filter(remedy -> !remedy.isEmpty()).toList();
    Map<String, Object> values = new LinkedHashMap<>();
    findings.forEach(f -> values.put(f.what(), f.value()));
    values.put("fixes", fixes);
    String lines = findings.stream().map(Finding::line).collect(Collectors.joining());
    printResult(values, fixes.isEmpty() ? lines + "No problems found.\n" : lines);
    if (!fixes.isEmpty()) {
      throw new InputException("this machine has a problem; each line with \"fix\" names a remedy");
    }
  }

  private static Finding java() {
    String value = Runtime.version() + ", " + System.getProperty("java.vm.name");
    boolean old = Runtime.version().feature() < LEAST_JAVA;
    return new Finding("java", value, old ? "install a JDK " + LEAST_JAVA + " or newer" : "");
  }

  private static List<Finding> engine() {
    try (NDManager manager = Torch.manager(Device.cpu())) {
      float sum = manager.ones(new Shape(2, 3)).sum().getFloat();
      String wrong =
          "the sum of six ones is 6, but PyTorch returned "
              + sum
              + "; reinstall the native library";
      String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
      int processors = Runtime.getRuntime().availableProcessors();
      String version = "PyTorch %s on %s".formatted(Torch.engine().getVersion(), system);
      String threads =
          "libtorch uses %d threads on %d processors".formatted(Torch.threads(), processors);
      return List.of(
          new Finding("engine", version, sum == 6 ? "" : wrong),
          device(Torch.engine().getGpuCount(), System.getenv()),
          new Finding("threads", threads));
    } catch (InputException e) {
      return List.of(new Finding("engine", "PyTorch does not start", e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      String value = "PyTorch does not start: " + e.getMessage();
      String remedy = "check that the class path has the jar pytorch-native-cpu for this system";
      return List.of(new Finding("engine", value, remedy));
    }
  }

  /**
   * Reports the GPUs, or a problem if the user requested CUDA but there is no GPU.
   *
   * @param gpus number of GPUs that the engine finds
   * @param environment environment variables, among them DJL's PYTORCH_LIBRARY_PATH and
   *     PYTORCH_FLAVOR
   */
  static Finding device(int gpus, Map<String, String> environment) {
    String folder = environment.get("PYTORCH_LIBRARY_PATH");
    String flavor = environment.getOrDefault("PYTORCH_FLAVOR", "");
    if (gpus > 0) {
      return new Finding("device", gpus + " GPU(s), and cpu" + details(gpus));
    }
    String remedy = "";
    if (folder != null && !Files.isDirectory(Path.of(folder))) {
      remedy =
          "PYTORCH_LIBRARY_PATH names no folder: " + folder + "; correct or unset the variable";
    } else if (flavor.startsWith("cu")) {
      remedy =
          ("PYTORCH_FLAVOR is %s, but libtorch finds no GPU: check the driver with"
                  + " nvidia-smi, and that %s; or unset PYTORCH_FLAVOR to compute on the CPU")
              .formatted(
                  flavor,
                  folder == null ? "the build used -Dcuda" : folder + " holds libtorch_cuda");
    }
    return new Finding("device", "cpu (no GPU found)", remedy);
  }

  private static String details(int gpus) {
    try {
      StringBuilder all = new StringBuilder("; CUDA " + CudaUtils.getCudaVersionString());
      for (int i = 0; i < gpus; i++) {
        String capability = CudaUtils.getComputeCapability(i);
        double gib = MemoryUse.ofMiB(Device.gpu(i)) / 1024;
        all.append(format("; gpu%d: compute capability %s, %.0f GiB", i, capability, gib));
      }
      return all.toString();
    } catch (RuntimeException | LinkageError e) { // the CUDA runtime library was not found
      return "; no details: " + e.getMessage();
    }
  }

  private static Finding memory() {
    double gib = MemoryUse.physicalMiB() / 1024;
    double heap = Runtime.getRuntime().maxMemory() / GIB;
    return new Finding(
        "memory",
        format("%.1f GiB, Java heap at most %.1f GiB", gib, heap),
        gib >= LEAST_GIB
            ? ""
            : "the lessons need " + LEAST_GIB + " GiB of memory; use a machine with more memory");
  }

  /** Checks the folder into which DJL unpacks libtorch at the first start. */
  static Finding cache(Path folder, double neededGib) {
    double least = isUnpacked(folder) ? 0 : neededGib;
    return disk("cache", folder, least, "set DJL_CACHE_DIR to another folder");
  }

  private static boolean isUnpacked(Path folder) {
    File[] versions = folder.toFile().listFiles(); // null if the folder does not exist yet
    return versions != null
        && Stream.of(versions)
            .map(version -> version.list((dir, name) -> name.contains("torch_cpu")))
            .anyMatch(libraries -> libraries != null && libraries.length > 0);
  }

  /** Checks the free space of a folder that need not exist yet. */
  private static Finding disk(String what, Path folder, double leastGib, String elsewhere) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      double gib = Files.getFileStore(there).getUsableSpace() / GIB;
      String remedy =
          !Files.isWritable(there)
              ? "the folder is not writable; " + elsewhere
              : gib >= leastGib ? "" : "free " + leastGib + " GiB there, or " + elsewhere;
      Path shown = folder.toAbsolutePath();
      return new Finding(what, format("%.1f GiB free in %s", gib, shown), remedy);
    } catch (IOException e) {
      return new Finding(what, "unknown: " + e.getMessage());
    }
  }

  /**
   * Reports the load if it exceeds the number of processors. A high load is no error and has no
   * remedy.
   */
  static Optional<Finding> load(double load, int processors) {
    String value = "%.1f on %d processors: other programs slow training down";
    return load > processors
        ? Optional.of(new Finding("load", format(value, load, processors)))
        : Optional.empty();
  }

  private static Finding environment(String what, String variable) {
    String value = System.getenv(variable);
    String missing =
        variable + " is not set; start with the launcher glass, which sets a faster value";
    return new Finding(what, value == null ? missing : value);
  }
}
