package org.glassllm.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * Starts the PyTorch engine once, with the settings that the framework relies on.
 *
 * <p>They are set here and not by a launcher because notebooks and test runners have none. Whoever
 * uses tensors calls {@link #engine()} first; settings that the user gave as system properties win.
 */
public final class Torch {
  private static final int MOST_THREADS = 256;
  private static Engine engine;

  private Torch() {}

  /** The engine, started on the first call. */
  public static synchronized Engine engine() {
    if (engine == null) {
      configure();
      engine = Engine.getEngine("PyTorch");
    }
    return engine;
  }

  /** Sets what must be known before the engine starts; harmless when it already has. */
  public static void configure() {
    // The JIT's own backward pass fails on mixed dtypes.
    setDefault("ai.djl.pytorch.graph_optimizer", "false");
    // DJL would look for EC2 and report its use.
    setDefault("OPT_OUT_TRACKING", "true");
    setDefault("ai.djl.default_engine", "PyTorch");
    setDefault("ai.djl.pytorch.num_interop_threads", "1");
    setDefault("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    // It warns at each start where a CUDA library is installed and no card; `glass doctor` tells.
    setDefault("org.slf4j.simpleLogger.log.ai.djl.util.cuda.CudaUtils", "error");
  }

  /** A new manager on the CPU that the caller closes. */
  public static NDManager manager() {
    return manager(Device.cpu());
  }

  /** A new manager on a device that the caller closes. */
  public static NDManager manager(Device device) {
    engine();
    return NDManager.newBaseManager(device, "PyTorch");
  }

  /** Returns the number of threads that share one operation on the CPU. */
  public static int threads() {
    engine();
    return JniUtils.getNumThreads();
  }

  /**
   * Sets the number of threads that share one operation on the CPU, for this thread and for threads
   * that have computed nothing yet. Another number rounds sums differently.
   *
   * @param threads from 1 to 256
   */
  public static void setThreads(int threads) {
    Check.within("threads", threads, 1, MOST_THREADS);
    threads(); // libtorch's own setup of this thread would otherwise follow and undo the call
    JniUtils.setNumThreads(threads);
  }

  /**
   * Makes sure that operations of this thread are not recorded for gradients; a gradient collector
   * turns recording on for itself. PyTorch keeps this setting for each thread and begins with on,
   * and DJL turns it off only in the thread that started the engine: in any other thread an
   * optimizer could not change its weights in place.
   */
  public static void recordNothing() {
    engine();
    if (JniUtils.isGradMode()) {
      JniUtils.setGradMode(false);
    }
  }

  /**
   * The device of a name: {@code cpu}, {@code gpu}, {@code gpu1}, … or {@code auto}, which is the
   * first GPU where there is one.
   *
   * @throws InputException for another name, or a GPU that the engine does not see
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
          "device "
              + name
              + " is not there: the engine sees "
              + gpus
              + " GPUs; use --device cpu, or see \"CUDA\" in the README");
    }
    return Device.gpu(index);
  }

  private static void setDefault(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
