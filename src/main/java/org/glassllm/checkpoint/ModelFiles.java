package org.glassllm.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.base.SafeFiles;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;

/**
 * Reads models and writes weights in Hugging Face's format: {@code config.json} and {@code
 * model.safetensors}. Files of Hugging Face's GPT-2 are readable too. A tensor's name may lack the
 * prefix {@code transformer.}; buffers such as {@code h.0.attn.bias} are skipped.
 */
public final class ModelFiles {
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.safetensors";
  static final List<String> NAMES = List.of(CONFIG, WEIGHTS);
  private static final String PREFIX = "transformer.";

  private ModelFiles() {}

  /** Writes the files of a model into a folder and syncs them to the disk. */
  static void write(Path folder, Gpt gpt) throws IOException {
    byte[] config = Json.pretty(ConfigJson.write(gpt.config())).getBytes(StandardCharsets.UTF_8);
    SafeFiles.writeSynced(folder.resolve(CONFIG), out -> out.write(config));
    SafeFiles.writeSynced(folder.resolve(WEIGHTS), out -> writeWeights(out, gpt));
  }

  /** Writes all parameters of a model in the safetensors format. */
  public static void writeWeights(OutputStream out, Gpt gpt) throws IOException {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    gpt.namedParameters().forEach((name, p) -> tensors.put(fileName(name), p.getArray()));
    SafetensorsWriter.write(out, tensors, Map.of("format", "pt"));
  }

  /**
   * Returns the name of a parameter in Hugging Face's files: {@code transformer.} and the name; the
   * output head has no prefix.
   */
  private static String fileName(String name) {
    return name.startsWith("lm_head.") ? name : PREFIX + name;
  }

  private static String nameIn(SafetensorsFile tensors, String name) {
    return tensors.names().contains(fileName(name)) ? fileName(name) : name;
  }

  /**
   * Returns the model in a folder, with the weights of the folder.
   *
   * @param manager the owner of the parameters
   */
  public static Gpt load(Path folder, NDManager manager, Kernels kernels) {
    GptConfig config = ConfigJson.read(JsonField.root(folder.resolve(CONFIG)));
    requireFits(folder.resolve(WEIGHTS), config);
    Gpt gpt = new Gpt(config, kernels);
    gpt.initialize(manager, DataType.FLOAT32);
    readWeights(folder.resolve(WEIGHTS), gpt);
    return gpt;
  }

  /**
   * Copies the weights of a file into an initialized model.
   *
   * @throws InputException if a tensor is missing, has another shape or is unknown; the message
   *     names the tensor
   */
  public static void readWeights(Path file, Gpt gpt) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      Set<String> unread = new TreeSet<>(tensors.names());
      for (Map.Entry<String, Parameter> e : gpt.namedParameters().entrySet()) {
        String name = nameIn(tensors, e.getKey());
        copy(tensors, name, e.getValue().getArray(), file);
        unread.remove(name);
      }
      unread.removeIf(name -> isBuffer(name, gpt.config().tiedHead()));
      if (!unread.isEmpty()) {
        throw new InputException(
            "%s has %s tensors that the model does not have, such as %s; use the config.json of"
                + " these weights",
            file, unread.size(), unread.stream().limit(3).toList());
      }
    }
  }

  /** Copies the tensors of a file into the parameters of an initialized head, by name. */
  static void readHead(Path file, Map<String, Parameter> head) {
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      head.forEach((name, p) -> copy(tensors, name, p.getArray(), file));
    }
  }

  /**
   * Compares the names and shapes of a file's tensors with those that a configuration needs. Only
   * the file's header is read, and no memory is allocated for the model.
   *
   * @throws InputException for the first tensor that is missing or has another shape
   */
  static void requireFits(Path file, GptConfig config) {
    Gpt one = new Gpt(config.toBuilder().layers(1).build()); // all layers have the same parameters
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      for (int layer = 0; layer < config.layers(); layer++) {
        for (Map.Entry<String, Parameter> e : one.namedParameters().entrySet()) {
          String name = e.getKey().replaceFirst("^h\\.0\\.", "h." + layer + ".");
          requireShape(tensors, nameIn(tensors, name), e.getValue().getShape(), file);
        }
      }
    }
  }

  private static void requireShape(SafetensorsFile tensors, String name, Shape needed, Path file) {
    Shape found = tensors.shape(name);
    if (!found.equals(needed)) {
      throw new InputException(
          "illegal shape of tensor %s of %s: %s, must be %s; use the config.json of these weights",
          name, file, found, needed);
    }
  }

  /**
   * Returns whether a tensor is a buffer, which the model does not need. GPT-2's files contain
   * causal masks, and a second copy of the tied head.
   */
  private static boolean isBuffer(String name, boolean tied) {
    return name.matches("(transformer\\.)?h\\.\\d+\\.attn\\.(masked_)?bias")
        || tied && "lm_head.weight".equals(name);
  }

  /**
   * Copies a tensor of a file into an array of the same shape; casts the numbers to the array's
   * dtype.
   */
  static void copy(SafetensorsFile tensors, String name, NDArray into, Path file) {
    requireShape(tensors, name, into.getShape(), file);
    Autograd.off(); // autograd does not allow changes of a parameter in place
    try (NDManager scope = into.getManager().newSubManager();
        NDArray read = tensors.read(scope, name);
        NDArray cast = read.toType(into.getDataType(), false)) {
      // copyTo would use a Java buffer's memory, whose alignment can change a product's last bit
      into.set(new NDIndex("..."), cast);
    }
  }
}
