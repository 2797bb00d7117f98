package org.glassllm.faults;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.glassllm.checkpoint.ConfigJson;
import org.glassllm.checkpoint.ModelFiles;
import org.glassllm.model.Gpt;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;

/** Accepts {@code config.json} and weights only if each value in the model is that of the files. */
final class ModelTarget implements Target {
  private static final List<String> FREE = List.of("architectures", "n_ctx");
  private static final long MOST_KIB = 300 << 10;
  private final List<Sample> samples = new ArrayList<>();

  ModelTarget(Path folder) throws IOException {
    add(TinyRun.train(folder.resolve("gpt2")));
    add(
        TinyRun.train(
            folder.resolve("modern"),
            "--positions",
            "rope",
            "--norm",
            "rms_norm",
            "--feed-forward",
            "swiglu",
            "--kv-heads",
            "1"));
  }

  private void add(Path run) throws IOException {
    Path checkpoint = run.resolve(TinyRun.last(run));
    String name = run.getFileName().toString();
    byte[] config = Files.readAllBytes(checkpoint.resolve("config.json"));
    byte[] weights = Files.readAllBytes(checkpoint.resolve("model.safetensors"));
    samples.add(Sample.json(name + "/config.json", config));
    samples.add(Sample.of(name + "/model.safetensors", weights));
  }

  @Override
  public List<Sample> samples() {
    return samples;
  }

  @Override
  public byte[] damage(Sample sample, SplittableRandom random) {
    return sample.tree() == null && random.nextBoolean()
        ? SafetensorsTarget.damagedHeader(sample.bytes(), random)
        : null;
  }

  @Override
  public List<String> names(Sample sample) {
    return List.of("config.json", "model.safetensors");
  }

  @Override
  public void read(Sample sample, byte[] damaged, Path folder) throws Exception {
    Path model = folder.resolve(sample.file()).getParent();
    long before = peakKib();
    try (NDManager manager = Torch.manager(Device.cpu())) {
      Gpt gpt = ModelFiles.load(model, manager, Kernels.FUSED);
      requireSame(gpt, model);
    } finally {
      long grown = peakKib() - before;
      if (grown > MOST_KIB) {
        throw new AssertionError("the process grows by " + (grown >> 10) + " MiB");
      }
    }
  }

  /** Returns the largest memory that this process had. */
  private static long peakKib() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .sum()
        : 0;
  }

  /** Requires that a model has the values of its files. */
  private static void requireSame(Gpt gpt, Path folder) throws Exception {
    Map<String, Object> written =
        StrictJson.object(StrictJson.read(ConfigJson.write(gpt.config()).toString()), "config");
    compare(written, StrictJson.object(Files.readAllBytes(folder.resolve("config.json"))), "");
    Map<String, StrictSafetensors.Tensor> tensors =
        StrictSafetensors.read(Files.readAllBytes(folder.resolve("model.safetensors")));
    for (Map.Entry<String, Parameter> e : gpt.namedParameters().entrySet()) {
      StrictSafetensors.Tensor tensor =
          tensors.getOrDefault("transformer." + e.getKey(), tensors.get(e.getKey()));
      StrictRecord.require(tensor != null, "the file lacks " + e.getKey());
      float[] values = e.getValue().getArray().toFloatArray();
      StrictRecord.require(values.length == tensor.count(), e.getKey() + " has another size");
      for (int i = 0; i < values.length; i++) {
        boolean same = Float.compare((float) tensor.value(i), values[i]) == 0;
        StrictRecord.require(same, e.getKey() + " has another value");
      }
    }
  }

  /** Requires that each key of a file that we know has the value of the model. */
  private static void compare(Map<String, Object> own, Map<String, Object> file, String path)
      throws StrictJson.Wrong {
    for (Map.Entry<String, Object> e : file.entrySet()) {
      String name = path + e.getKey();
      Object value = own.get(e.getKey());
      if (e.getValue() == null || FREE.contains(name)) {
        continue;
      }
      if (value instanceof Map<?, ?>) {
        compare(StrictJson.object(value, name), StrictJson.object(e.getValue(), name), name + ".");
      } else if (value != null || !path.isEmpty()) {
        boolean same = StrictRecord.same(value, e.getValue());
        boolean sameName =
            value instanceof String a && e.getValue() instanceof String b && a.equalsIgnoreCase(b);
        boolean unused = name.equals("activation_function") && own.toString().contains("SWIGLU");
        StrictRecord.require(
            same || sameName || unused, name + " is " + e.getValue() + ", read as " + value);
      }
    }
  }
}
