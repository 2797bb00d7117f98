package org.glassllm.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glassllm.base.InputException;
import org.glassllm.model.LoraModel;
import org.glassllm.model.LowRank;
import org.glassllm.tensor.Autograd;

/**
 * The two tensors of one layer in PEFT's files. PEFT stores {@code A} and {@code B} transposed,
 * with {@code ΔW = (B A)ᵀ α/r}. The output head is a table {@code (V, C)} here and a linear layer
 * from C to V there, so our A is PEFT's {@code lora_B}.
 *
 * @param parts the updates of the layer, k of them with rank r; their matrices A stand side by
 *     side, and each B has its own r rows and its own columns
 * @param nameOfA name of the tensor with our A
 * @param nameOfB name of the tensor with our B
 * @param transposed whether the tensors are the transposes of our A and B
 */
record AdapterTensors(List<LowRank> parts, String nameOfA, String nameOfB, boolean transposed) {
  private static final String PREFIX = "base_model.model.", TRUNK = "transformer.";

  private static AdapterTensors of(String module, List<LowRank> parts, String prefix) {
    if ("lm_head".equals(module)) {
      String name = PREFIX + module;
      return new AdapterTensors(parts, name + ".lora_B.weight", name + ".lora_A.weight", false);
    }
    boolean table = parts.get(0).target().isTable();
    String name = prefix + module, kind = table ? ".lora_embedding_%s" : ".lora_%s.weight";
    return new AdapterTensors(parts, name + kind.formatted("A"), name + kind.formatted("B"), true);
  }

  /** Returns the tensors of a layer, with the names that a file uses. */
  static AdapterTensors named(String module, List<LowRank> parts, Set<String> names) {
    AdapterTensors usual = of(module, parts, PREFIX + TRUNK);
    // PEFT writes no prefix for a GPT2Model, which has no head
    return names.contains(usual.nameOfA) ? usual : of(module, parts, PREFIX);
  }

  /** Returns the tensors of all adapters by name; {@code scope} owns the arrays. */
  static Map<String, NDArray> of(LoraModel model, NDManager scope) {
    Autograd.off();
    Map<String, NDArray> all = new LinkedHashMap<>();
    AdapterConfigJson.modules(model)
        .forEach(
            (module, parts) -> {
              AdapterTensors own = of(module, parts, PREFIX + TRUNK);
              all.put(own.nameOfA, own.inFile(own.joinedA(scope)));
              all.put(own.nameOfB, own.inFile(own.joinedB(scope)));
            });
    return all;
  }

  private int rank() {
    return (int) parts.get(0).a().getShape().get(1);
  }

  private NDIndex columns(int part) {
    return new NDIndex(":, {}:{}", part * rank(), (part + 1) * rank());
  }

  private NDIndex block(int part) {
    int first = parts.get(part).target().firstColumn();
    return new NDIndex(
        "{}:{}, {}:{}",
        part * rank(),
        (part + 1) * rank(),
        first,
        first + parts.get(part).target().columns());
  }

  private Shape shapeOfA() {
    return new Shape(parts.get(0).target().rows(), (long) parts.size() * rank());
  }

  private Shape shapeOfB() {
    long columns = parts.get(0).target().weight().getShape().get(1);
    return new Shape((long) parts.size() * rank(), columns);
  }

  private NDArray joinedA(NDManager scope) {
    NDArray a = scope.zeros(shapeOfA(), parts.get(0).a().getArray().getDataType());
    for (int i = 0; i < parts.size(); i++) {
      a.set(columns(i), parts.get(i).a().getArray());
    }
    return a;
  }

  private NDArray joinedB(NDManager scope) {
    NDArray b = scope.zeros(shapeOfB(), parts.get(0).b().getArray().getDataType());
    for (int i = 0; i < parts.size(); i++) {
      b.set(block(i), parts.get(i).b().getArray());
    }
    return b;
  }

  /** Returns a tensor in the layout of the file; the flat copy makes the memory contiguous. */
  private NDArray inFile(NDArray x) {
    NDArray y = transposed ? x.transpose() : x;
    return y.flatten().reshape(y.getShape());
  }

  void requireShape(SafetensorsFile tensors, String name, Path file) {
    Shape own = name.equals(nameOfA) ? shapeOfA() : shapeOfB();
    Shape needed = transposed ? new Shape(own.get(1), own.get(0)) : own;
    if (!tensors.shape(name).equals(needed)) {
      throw new InputException(
          "illegal shape of tensor %s of %s: %s, must be %s for r %s in %s and this base model; use"
              + " the config and the base model of these adapters",
          name,
          file,
          tensors.shape(name),
          needed,
          rank(),
          file.resolveSibling("adapter_config.json"));
    }
  }

  private static void requireFinite(String name, NDArray x, Path file) {
    if (!Double.isFinite(x.sum().toType(DataType.FLOAT64, false).getDouble())) {
      throw new InputException(
          "tensor %s of %s has values that are not finite numbers; restore the file from a copy",
          name, file);
    }
  }

  /** Copies two tensors of a file into the matrices A and B of all parts. */
  void copy(NDArray fileA, NDArray fileB, Path file) {
    Autograd.off();
    NDManager scope = fileA.getManager();
    DataType type = parts.get(0).a().getArray().getDataType();
    NDArray a = (transposed ? fileA.transpose() : fileA).toType(type, false);
    NDArray b = (transposed ? fileB.transpose() : fileB).toType(type, false);
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).a().getArray().set(new NDIndex("..."), a.get(columns(i)));
      parts.get(i).b().getArray().set(new NDIndex("..."), b.get(block(i)));
    }
    requireFinite(nameOfA, a, file);
    requireFinite(nameOfB, b, file);
    if (!joinedB(scope).contentEquals(b)) {
      throw new InputException(
          "tensor %s of %s changes columns outside the targets %s; use the config of these adapters",
          nameOfB, file, parts.stream().map(part -> part.target().name()).toList());
    }
  }
}
