package org.glassllm.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * Controls the recording of operations and computes gradients.
 *
 * <p>PyTorch records operations on each thread separately, and by default recording is enabled. DJL
 * disables recording only on the thread that started the engine. A recorded weight cannot be
 * changed in place. Code that loads, trains or generates therefore calls {@link #off()} first.
 */
public final class Autograd {
  private Autograd() {}

  /** A scope in which this thread records operations; {@code close} restores the previous state. */
  public static final class Recording implements AutoCloseable {
    private final boolean before = JniUtils.isGradMode();

    private Recording() {
      JniUtils.setGradMode(true);
    }

    @Override
    public void close() {
      JniUtils.setGradMode(before);
    }
  }

  /** Disables recording on this thread. */
  public static void off() {
    Torch.engine();
    if (JniUtils.isGradMode()) {
      JniUtils.setGradMode(false);
    }
  }

  /** Enables recording on this thread until the returned object is closed. */
  public static Recording record() {
    Torch.engine();
    return new Recording();
  }

  /**
   * Returns the gradients of a recorded scalar and releases the recorded operations.
   *
   * @param loss a recorded scalar
   * @param parameters arrays that require gradients
   * @return a new array for each parameter, owned by the loss's manager; all zeros if the loss does
   *     not depend on the parameter
   */
  public static List<NDArray> gradients(NDArray loss, List<NDArray> parameters) {
    try (IValue found = script().apply("gradients", loss, parameters)) {
      return List.of(found.toTensorArray((PtNDManager) loss.getManager()));
    }
  }

  /**
   * Adds each array of {@code terms} to the array of {@code sums} with the same index, in place.
   */
  public static void addAll(List<NDArray> sums, List<NDArray> terms) {
    script().apply("add_all", sums, terms).close();
  }

  private static ScriptModule script() {
    return Kernels.FUSED.script(Autograd.class);
  }
}
