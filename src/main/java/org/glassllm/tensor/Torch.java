package org.glassllm.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import com.google.common.base.Throwables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.OwnFolder;

/**
 * Starts the PyTorch engine once, with the settings that the framework needs.
 *
 * <p>This class makes the settings, because notebooks and test runners do not use the launcher.
 * System properties that the user set take precedence.
 */
public final class Torch {
  private static final int MOST_THREADS = 256;
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static Engine engine;

  private Torch() {}

  /**
   * Returns the engine; the first call starts it.
   *
   * @throws InputException if another user can change the folder of the native library, or the
   *     library cannot be unpacked there
   */
  public static synchronized Engine engine() {
    if (engine == null) {
      configure();
      engine = start(Utils.getEngineCacheDir("pytorch"));
    }
    return engine;
  }

  /** Starts the engine, which unpacks libtorch into a folder at its first start. */
  private static Engine start(Path folder) {
    try {
      boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
      Files.createDirectories(
          folder, posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0]);
      OwnFolder.require(folder, "set DJL_CACHE_DIR to a folder that only you can change");
      String library = Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH");
      if (library != null && Files.isDirectory(Path.of(library))) {
        OwnFolder.require(Path.of(library), "set PYTORCH_LIBRARY_PATH to another folder");
      }
      return Engine.getEngine("PyTorch");
    } catch (IOException | EngineException e) {
      throw cannotUnpack(folder, e);
    }
  }

  /** Returns the exception for a failed start, which names the folder after a file error. */
  static RuntimeException cannotUnpack(Path folder, Exception e) {
    return Throwables.getCausalChain(e).stream()
        .filter(IOException.class::isInstance)
        .findFirst()
        .<RuntimeException>map(
            cause ->
                new InputException(
                    "cannot unpack the native library into %s: %s; free 1 GiB in this folder, or set"
                        + " DJL_CACHE_DIR to another folder",
                    folder, cause.getMessage()))
        .orElseGet(() -> (RuntimeException) e);
  }

  /** Sets the system properties that the engine reads when it starts. */
  public static void configure() {
    // The JIT's own backward pass fails on mixed dtypes.
    setDefault("ai.djl.pytorch.graph_optimizer", "false");
    // Without this property, DJL contacts EC2 and reports its use.
    setDefault("OPT_OUT_TRACKING", "true");
    setDefault("ai.djl.default_engine", "PyTorch");
    setDefault("ai.djl.pytorch.num_interop_threads", "1");
    setDefault("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    // Without a GPU, this logger warns at each start; `glass doctor` reports a missing GPU.
    setDefault("org.slf4j.simpleLogger.log.ai.djl.util.cuda.CudaUtils", "error");
  }

  /** Returns a new manager on the CPU; the caller closes it. */
  public static NDManager manager() {
    return manager(Device.cpu());
  }

  /** Returns a new manager on a device; the caller closes it. */
  public static NDManager manager(Device device) {
    engine();
    return NDManager.newBaseManager(device, "PyTorch");
  }

  /** Returns the number of threads that share one operation on the CPU. */
  public static int threads() {
    engine();
    return JniUtils.getNumThreads();
  }

  /** Runs some work and returns the seconds until its result is computed. */
  public static double seconds(Runnable work, NDArray result) {
    long began = System.nanoTime();
    work.run();
    await(result);
    return (System.nanoTime() - began) / 1e9;
  }

  /** Waits until an array is computed; a GPU computes while Java continues. */
  public static void await(NDArray x) {
    try (NDArray corner = Kernels.FUSED.script(Torch.class).call("corner", x)) {
      corner.getFloat();
    }
  }

  /**
   * Sets the number of threads that share one operation on the CPU. The setting applies to this
   * thread and to threads that have not yet used the engine. The number of threads affects the
   * rounding of sums.
   *
   * @param threads number of threads, from 1 to 256
   */
  public static void setThreads(int threads) {
    Check.within("threads", threads, 1, MOST_THREADS);
    threads(); // initializes libtorch on this thread, which would otherwise undo the next call
    JniUtils.setNumThreads(threads);
  }

  /**
   * Returns the device with a name. The names are {@code cpu}, {@code gpu}, {@code gpu1}, … and
   * {@code auto}. The name {@code auto} selects the first GPU, or the CPU if the engine finds no
   * GPU.
   *
   * @throws InputException if the name is unknown or the engine does not find the GPU
   */
  public static Device device(String name) {
    if ("cpu".equals(name)) {
      return Device.cpu();
    }
    int gpus = engine().getGpuCount();
    if ("auto".equals(name)) {
      return gpus > 0 ? Device.gpu() : Device.cpu();
    }
    if (!name.matches("gpu\\d{0,2}")) {
      throw Check.illegal("device", name, "cpu, gpu, gpu0, gpu1, … or auto");
    }
    int index = name.length() == 3 ? 0 : Integer.parseInt(name.substring(3));
    if (index >= gpus) {
      throw new InputException(
          "no device %s: the engine finds %s GPUs; use the device cpu, or read \"CUDA\" in the README",
          name, gpus);
    }
    return Device.gpu(index);
  }

  private static void setDefault(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
