package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glassllm.loss.Objective;
import org.glassllm.model.Network;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Autograd;

/** Evaluates, differentiates and minimizes objectives exactly, on complete data. */
final class Objectives {
  private static final int STEPS = 200;

  private Objectives() {}

  /** The sum of the loss, and its gradient for each parameter. */
  record Value(double sum, List<double[]> gradients) {}

  /** Returns the parameters' arrays in their order. */
  static List<NDArray> arrays(Network network) {
    List<NDArray> arrays = new ArrayList<>();
    network.namedParameters().values().stream().map(Parameter::getArray).forEach(arrays::add);
    return arrays;
  }

  @SuppressWarnings("try") // autograd records until the resource is closed
  static <B> Value value(Objective<B> objective, Network network, List<NDArray> by, B batch) {
    by.forEach(w -> w.setRequiresGradient(true));
    try (NDManager scope = by.get(0).getManager().newSubManager();
        Autograd.Recording recording = Autograd.record()) {
      NDArray sum = objective.sum(Pass.of(scope, network.kernels(), true), batch);
      List<NDArray> gradients = Autograd.gradients(sum, by);
      return new Value(
          sum.toDoubleArray()[0], gradients.stream().map(NDArray::toDoubleArray).toList());
    }
  }

  /** Returns the sum of the loss only. */
  static <B> double sum(Objective<B> objective, Network network, B batch) {
    try (NDManager scope = arrays(network).get(0).getManager().newSubManager()) {
      return objective.sum(Pass.inference(scope, network.kernels()), batch).toDoubleArray()[0];
    }
  }

  /** Writes values into a parameter. */
  static void set(NDArray weight, double... values) {
    Autograd.off();
    try (NDManager scope = weight.getManager().newSubManager()) {
      weight.set(new NDIndex("..."), scope.create(values, weight.getShape()));
    }
  }

  /**
   * Minimizes an objective of one array by gradient descent with the step size of Barzilai and
   * Borwein (1988).
   */
  static <B> void minimize(Objective<B> objective, Network network, NDArray weight, B batch) {
    double[] x = weight.toDoubleArray(), previous = x.clone(), before = new double[x.length];
    double rate = 1.0 / objective.count(batch);
    for (int step = 0; step < STEPS; step++) {
      double[] g = value(objective, network, List.of(weight), batch).gradients().get(0);
      double ss = 0, sy = 0;
      for (int i = 0; i < x.length; i++) {
        double s = x[i] - previous[i];
        ss += s * s;
        sy += s * (g[i] - before[i]);
      }
      if (Arrays.stream(g).allMatch(v -> Math.abs(v) < 1e-12)) {
        return;
      }
      rate = step > 0 && sy > 0 ? ss / sy : rate;
      previous = x.clone();
      before = g;
      for (int i = 0; i < x.length; i++) {
        x[i] -= rate * g[i];
      }
      set(weight, x);
    }
  }
}
