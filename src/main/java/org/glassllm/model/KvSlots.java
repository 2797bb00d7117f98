package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.ScriptModule;

/**
 * The memory of a key-value cache: one array {@code (S, 2G, D)} per layer. Each of the S slots
 * holds the keys (first G heads) and the values (last G heads) of one token. A {@link KvCache} or a
 * table of blocks assigns slots to texts.
 */
public final class KvSlots implements AutoCloseable {
  private final NDManager manager;
  private final Precision storage;
  private final int layers;
  private final List<NDArray> arrays = new ArrayList<>();
  private int size;
  private long kvHeads;
  private long headDim;
  private DataType type = DataType.FLOAT32;
  private ScriptModule.Arguments arguments;

  /**
   * Creates slots; the first use allocates the arrays.
   *
   * @param layers number of layers
   * @param size S, number of slots
   * @param storage dtype of the arrays; bfloat16 halves the memory
   * @param parent the parent of the manager that owns the arrays
   */
  public KvSlots(int layers, int size, Precision storage, NDManager parent) {
    this.layers = Check.positive("layers", layers);
    this.size = Check.positive("slots", size);
    this.storage = storage;
    manager = parent.newSubManager();
  }

  /** Returns the bytes of all arrays; 0 before the first use. */
  public long bytes() {
    int number = storage == Precision.BFLOAT16 ? 2 : type.getNumOfBytes();
    return arrays.size() * (long) size * 2 * kvHeads * headDim * number;
  }

  /** Returns the manager that owns the arrays. */
  NDManager manager() {
    return manager;
  }

  /** Returns S, the number of slots. */
  int size() {
    return size;
  }

  Precision storage() {
    return storage;
  }

  /**
   * Allocates the arrays for G key-value heads with D channels each, at the first call.
   *
   * @param dataType dtype of the arrays, if the storage is not bfloat16
   */
  void allocate(long heads, long channels, DataType dataType) {
    if (arrays.isEmpty()) {
      kvHeads = heads;
      headDim = channels;
      type = dataType;
      for (int layer = 0; layer < layers; layer++) {
        arrays.add(zeros());
      }
    }
  }

  private NDArray zeros() {
    NDArray full = manager.zeros(new Shape(size, 2 * kvHeads, headDim), type);
    NDArray stored = storage.operand(full);
    if (stored != full) {
      full.close();
    }
    return stored;
  }

  /** Returns the array of a layer. */
  NDArray array(int layer) {
    return arrays.get(layer);
  }

  /** Returns the arrays of all layers as an argument of a TorchScript method. */
  ScriptModule.Arguments arguments() {
    if (arguments == null) {
      arguments = ScriptModule.Arguments.of(manager, arrays);
    }
    return arguments;
  }

  /**
   * Copies runs of slots into new arrays, which replace the old arrays.
   *
   * @param newSize number of slots of the new arrays
   * @param runs the runs to copy
   * @param targets index of the first new slot of each run
   */
  void rearrange(int newSize, List<NewTokens.Run> runs, int... targets) {
    size = newSize;
    for (int layer = 0; layer < arrays.size(); layer++) {
      try (NDArray old = arrays.get(layer)) {
        NDArray target = zeros();
        for (int i = 0; i < targets.length; i++) {
          long from = runs.get(i).start(), count = runs.get(i).length();
          script().apply("slots_copy", target, old, from, (long) targets[i], count).close();
        }
        arrays.set(layer, target);
      }
    }
    forgetArguments();
  }

  /**
   * Moves a run by one slot towards the end. If {@code turn} is not empty, the keys are rotated to
   * the positions of their new slots.
   *
   * @param turn cosines and sines of RoPE for position 1, or an empty list
   */
  void shift(NewTokens.Run run, List<NDArray> turn) {
    long first = run.start(), count = run.length();
    script().apply("slots_shift", arguments(), turn, first, count).close();
  }

  private static ScriptModule script() {
    return Kernels.FUSED.script(KvSlots.class);
  }

  private void forgetArguments() {
    if (arguments != null) {
      arguments.close();
      arguments = null;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
