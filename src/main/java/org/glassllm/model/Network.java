package org.glassllm.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.Map;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Seeds;

/** A set of named parameters that can be trained, such as a language model or an adapter. */
public interface Network {
  /** Returns all parameters by their names in files, in a fixed order. */
  Map<String, Parameter> namedParameters();

  /** Returns the parameters that train, by name; all parameters unless the network has adapters. */
  default Map<String, Parameter> trainedParameters() {
    return namedParameters();
  }

  /** Initializes every parameter on the device of {@code manager}, which owns the arrays. */
  void initialize(NDManager manager, DataType type);

  /** Initializes every parameter in float32, with random numbers that a seed determines. */
  default void initialize(NDManager manager, long seed) {
    Autograd.off();
    new Seeds(seed)
        .drawing(
            Seeds.Purpose.INITIALIZATION,
            0,
            0,
            () -> {
              initialize(manager, DataType.FLOAT32);
              return this;
            });
  }

  /** Returns whether the parameters have values. */
  boolean isInitialized();

  /** Returns the kernels that compute the operations. */
  Kernels kernels();

  /** Returns the number of parameters; the array of a tied head counts once. */
  default long parameterCount() {
    return count(namedParameters());
  }

  /** Returns the number of numbers in parameters, which need no values. */
  static long count(Map<String, Parameter> parameters) {
    return parameters.values().stream().mapToLong(p -> p.getShape().size()).sum();
  }
}
