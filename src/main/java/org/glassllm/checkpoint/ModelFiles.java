package org.glassllm.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.glassllm.base.InputException;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;

/**
 * Reads and writes {@code config.json} and {@code model.safetensors}, also of Hugging Face's GPT-2.
 * Names may lack the prefix {@code transformer.}; buffers such as {@code h.0.attn.bias} are
 * skipped.
 */
public final class ModelFiles {
  private static final String PREFIX = "transformer.";

  private ModelFiles() {}

  /** Writes all parameters. */
  public static void writeWeights(OutputStream out, Gpt gpt) throws IOException {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    gpt.namedParameters().forEach((name, p) -> tensors.put(fileName(name), p.getArray()));
    SafetensorsWriter.write(out, tensors, Map.of("format", "pt"));
  }

  /** In Hugging Face's files every name but the head's has the prefix. */
  private static String fileName(String name) {
    return name.startsWith("lm_head.") ? name : PREFIX + name;
  }

  /**
   * Returns the model of a folder with its weights.
   *
   * @param manager owns the parameters
   */
  public static Gpt load(Path folder, NDManager manager, Kernels kernels) {
    GptConfig config = ConfigJson.readFrom(folder.resolve("config.json"));
    Gpt gpt = new Gpt(config, kernels);
    gpt.initialize(manager, DataType.FLOAT32);
    readWeights(folder.resolve("model.safetensors"), gpt);
    return gpt;
  }

  /**
   * Loads weights into an initialized model.
   *
   * @throws InputException if a tensor is missing or has another shape; the message names it
   */
  public static void readWeights(Path file, Gpt gpt) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      Set<String> unread = new TreeSet<>(tensors.names());
      for (Map.Entry<String, Parameter> e : gpt.namedParameters().entrySet()) {
        String name = fileName(e.getKey());
        if (!tensors.names().contains(name)) {
          name = e.getKey();
        }
        copy(tensors, name, e.getValue().getArray(), file);
        unread.remove(name);
      }
      unread.removeIf(name -> isBuffer(name, gpt.config().tiedHead()));
      if (!unread.isEmpty()) {
        throw new InputException(
            "%s has %s tensors that the model lacks, such as %s; use the config.json of these weights",
            file, unread.size(), unread.stream().limit(3).toList());
      }
    }
  }

  /** GPT-2's files contain masks, and a second copy of the tied head. */
  private static boolean isBuffer(String name, boolean tied) {
    return name.matches("(transformer\\.)?h\\.\\d+\\.attn\\.(masked_)?bias")
        || tied && "lm_head.weight".equals(name);
  }

  /** Copies a tensor of a file into an array of the same shape. */
  static void copy(SafetensorsFile tensors, String name, NDArray into, Path file) {
    Shape found = tensors.shape(name);
    if (!found.equals(into.getShape())) {
      throw new InputException(
          "illegal shape of tensor %s of %s: %s, must be %s; use the config.json of these weights",
          name, file, found, into.getShape());
    }
    Autograd.off(); // a recorded leaf cannot be changed in place
    try (NDManager scope = into.getManager().newSubManager();
        NDArray read = tensors.read(scope, name);
        NDArray cast = read.toType(into.getDataType(), false)) {
      // copyTo would use a Java buffer's memory: its alignment can change a product's last bit
      into.set(new NDIndex("..."), cast);
    }
  }
}
