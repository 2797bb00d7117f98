package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.ScriptModule;

/**
 * The fused pass of a model with the current weights. The pass reads the memory of the parameters,
 * so it sees a change in place. A sum {@code W + ΔW} is a copy: a new pass is built if the numbers
 * in A or B differ from those of the sum. These matrices are small, so each step compares them. The
 * version numbers of PyTorch do not suffice, because the fused optimizer does not increase them.
 */
final class LatestPass {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Gpt model;
  private final PositionEncoding positions;
  private final Map<Parameter, List<LowRank>> updates;
  private final List<Parameter> parameters;
  private final List<Parameter> matrices = new ArrayList<>(); // A and B of all updates
  private Optional<FusedPass> pass = Optional.empty();
  private Optional<Snapshot> snapshot = Optional.empty();
  private List<NDArray> arrays = List.of();

  /** The matrices A and B, and copies of their numbers when the sums were computed. */
  private record Snapshot(ScriptModule.Arguments matrices, ScriptModule.Arguments copies) {
    static Snapshot of(List<NDArray> matrices) {
      NDManager owner = matrices.get(0).getManager();
      List<NDArray> copies = matrices.stream().map(NDArray::duplicate).toList();
      Snapshot snapshot =
          new Snapshot(
              ScriptModule.Arguments.of(owner, matrices), ScriptModule.Arguments.of(owner, copies));
      copies.forEach(NDArray::close); // the arguments keep the memory
      return snapshot;
    }

    boolean isCurrent() {
      ScriptModule script = Kernels.FUSED.script(LatestPass.class);
      try (IValue equal = script.apply("all_equal", matrices, copies)) {
        return equal.toBoolean();
      }
    }

    void close() {
      matrices.close();
      copies.close();
    }
  }

  LatestPass(Gpt model, PositionEncoding positions, Map<Parameter, List<LowRank>> updates) {
    this.model = model;
    this.positions = positions;
    this.updates = updates;
    updates.values().stream()
        .flatMap(List::stream)
        .forEach(update -> matrices.addAll(List.of(update.a(), update.b())));
    parameters = new ArrayList<>(model.namedParameters().values());
    parameters.addAll(matrices);
  }

  /**
   * Returns the result of a call of the current pass; empty if the configuration of the model is
   * not supported. Several threads may call; an old pass is closed after its last call.
   */
  Optional<NDArray> call(Function<FusedPass, NDArray> use) {
    for (; ; ) {
      lock.readLock().lock();
      try {
        if (isCurrent()) {
          return pass.map(use);
        }
      } finally {
        lock.readLock().unlock();
      }
      update();
    }
  }

  private void update() {
    lock.writeLock().lock();
    try {
      if (!isCurrent()) {
        pass.ifPresent(FusedPass::close);
        snapshot.ifPresent(Snapshot::close);
        pass = FusedPass.of(model, positions, updates);
        arrays = arrays(parameters);
        boolean sums = pass.isPresent() && !matrices.isEmpty();
        snapshot = sums ? Optional.of(Snapshot.of(arrays(matrices))) : Optional.empty();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private boolean isCurrent() {
    for (int i = 0; i < arrays.size(); i++) {
      if (parameters.get(i).getArray() != arrays.get(i)) {
        return false;
      }
    }
    return !arrays.isEmpty() && snapshot.map(Snapshot::isCurrent).orElse(true);
  }

  private static List<NDArray> arrays(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::getArray).toList();
  }
}
