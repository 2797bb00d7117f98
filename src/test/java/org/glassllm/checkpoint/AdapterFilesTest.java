package org.glassllm.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.SafeFiles;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.LoraConfig;
import org.glassllm.model.LoraModel;
import org.glassllm.model.Pass;
import org.glassllm.model.TinyGpts;
import org.glassllm.model.TinyLoras;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterFilesTest {
  private static final GptConfig GPT2 = TinyGpts.builder().build();
  private static final String TRUNK = "base_model.model.transformer.";
  @TempDir Path folder;
  private final NDManager manager = Torch.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  private Gpt gpt(GptConfig config) {
    return TinyGpts.initialized(config, Kernels.FUSED, manager, DataType.FLOAT32);
  }

  private static float[] logits(LanguageModel model, NDManager manager) {
    NDArray ids = TinyGpts.array(manager, 1, 6, TinyGpts.ids(1, 6, 7, 1));
    return model.logits(Pass.inference(manager, model.kernels()), ids).toFloatArray();
  }

  private LoraModel saved(GptConfig config, List<String> targets) {
    LoraModel lora = TinyLoras.random(gpt(config), manager, targets);
    AdapterFiles.save(folder, lora, "runs/base");
    return lora;
  }

  private Path config() {
    return folder.resolve("adapter_config.json");
  }

  private Path tensors() {
    return folder.resolve("adapter_model.safetensors");
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void loadedAdaptersGiveEqualLogits(GptConfig config) throws IOException {
    for (List<String> targets : List.of(TinyLoras.everyMatrix(config), TinyLoras.PARTS)) {
      LoraModel lora = saved(config, targets);
      LoraModel loaded = AdapterFiles.load(folder, gpt(config), manager);
      assertEquals(lora.config(), loaded.config());
      assertArrayEquals(logits(lora, manager), logits(loaded, manager));
      long bytes =
          4 * lora.adapterParameters().values().stream().mapToLong(p -> p.getShape().size()).sum();
      assertTrue(Files.size(tensors()) < 2 * bytes + 8000, "no weights of the base model");
      try (var files = Files.list(folder)) {
        assertEquals(2, files.count());
      }
    }
  }

  /** Prints the logits of a base model and adapters in a folder. */
  static final class Fresh {
    private Fresh() {}

    public static void main(String... args) {
      try (NDManager manager = Torch.manager()) {
        Path folder = Path.of(args[0]);
        Gpt base = ModelFiles.load(folder, manager, Kernels.FUSED);
        System.out.println(
            Arrays.toString(logits(AdapterFiles.load(folder, base, manager), manager)));
      }
    }
  }

  @Test
  void aFreshProcessComputesTheSameLogits() throws Exception {
    LoraModel lora = saved(GPT2, TinyLoras.PARTS);
    SafeFiles.replace(folder.resolve("config.json"), Json.pretty(ConfigJson.write(GPT2)));
    SafeFiles.replace(
        folder.resolve("model.safetensors"), out -> ModelFiles.writeWeights(out, lora.base()));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Fresh.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process hangs");
    List<String> lines = Files.readAllLines(log);
    assertEquals(Arrays.toString(logits(lora, manager)), lines.get(lines.size() - 1));
  }

  /** Computes W + (B A)ᵀ α/r from the two files in plain Java, as PEFT does. */
  private Map<String, double[]> peft(Gpt base) {
    JsonObject json = Json.readObject(config());
    Map<String, double[]> weights = new LinkedHashMap<>();
    try (SafetensorsFile file = SafetensorsFile.open(tensors())) {
      for (String name : file.names()) {
        boolean table = name.endsWith(".lora_embedding_A");
        if (!table && !name.endsWith(".lora_A.weight")) {
          continue;
        }
        String stem = name.substring(0, name.lastIndexOf(table ? ".lora_embedding_A" : ".lora_A"));
        String module = stem.replace(TRUNK, "").replace("base_model.model.", "");
        NDArray a = file.read(manager, name), b = file.read(manager, name.replace("_A", "_B"));
        int rank = (int) a.getShape().get(0), in = (int) a.getShape().get(1);
        int out = (int) b.getShape().get(0);
        JsonObject ranks = json.getAsJsonObject("rank_pattern");
        JsonObject alphas = json.getAsJsonObject("alpha_pattern");
        boolean own = ranks.has(module);
        assertEquals(rank, (own ? ranks.get(module) : json.get("r")).getAsInt());
        double alpha = (own ? alphas.get(module) : json.get("lora_alpha")).getAsDouble();
        NDArray weight = base.namedParameters().get(module + ".weight").getArray();
        double[] w = weight.toType(DataType.FLOAT64, true).toDoubleArray();
        boolean fanInFanOut = !"lm_head".equals(module); // a linear layer of PyTorch is (out, in)
        assertEquals(fanInFanOut ? new Shape(in, out) : new Shape(out, in), weight.getShape());
        float[] x = a.toFloatArray(), y = b.toFloatArray();
        for (int o = 0; o < out; o++) {
          for (int i = 0; i < in; i++) {
            for (int r = 0; r < rank; r++) {
              double product = alpha / rank * y[o * rank + r] * x[r * in + i];
              w[fanInFanOut ? i * out + o : o * in + i] += product;
            }
          }
        }
        weights.put(module + ".weight", w);
      }
    }
    return weights;
  }

  @Test
  void theFilesMeanTheSameInPeft() {
    GptConfig untied = TinyGpts.builder().tiedHead(false).build();
    List<String> parts = List.of("attn.c_attn.q", "attn.c_attn.v", "h.0.attn.c_attn.k", "lm_head");
    for (List<String> targets : List.of(TinyLoras.everyMatrix(untied), parts)) {
      LoraModel lora = saved(untied, targets);
      Gpt merged = lora.merged(manager);
      Map<String, double[]> expected = peft(lora.base());
      assertEquals(targets.size() == 4 ? 3 : 10, expected.size());
      expected.forEach(
          (name, w) -> {
            NDArray actual = merged.namedParameters().get(name).getArray();
            assertArrayEquals(w, actual.toType(DataType.FLOAT64, true).toDoubleArray(), 1e-6);
          });
    }
    assertEquals(
        "{\"h.0.attn.c_attn\":6,\"h.1.attn.c_attn\":4}",
        Json.readObject(config()).get("rank_pattern").toString());
  }

  @Test
  void namesAndKeysAreThoseOfPeft() {
    saved(GPT2, List.of("wte", "h.0.attn.c_attn"));
    try (SafetensorsFile file = SafetensorsFile.open(tensors())) {
      Map<String, Shape> shapes = new TreeMap<>();
      file.names().forEach(name -> shapes.put(name, file.shape(name)));
      assertEquals(
          Map.of(
              TRUNK + "wte.lora_embedding_A", new Shape(2, 7),
              TRUNK + "wte.lora_embedding_B", new Shape(8, 2),
              TRUNK + "h.0.attn.c_attn.lora_A.weight", new Shape(2, 8),
              TRUNK + "h.0.attn.c_attn.lora_B.weight", new Shape(24, 2)),
          shapes);
    }
    JsonObject expected =
        Json.parseObject(
            """
            {"peft_type": "LORA", "task_type": "CAUSAL_LM", "base_model_name_or_path": "runs/base",
             "r": 2, "lora_alpha": 3, "lora_dropout": 0.0,
             "target_modules": ["wte", "h.0.attn.c_attn"], "rank_pattern": {}, "alpha_pattern": {},
             "fan_in_fan_out": true, "bias": "none", "init_lora_weights": true,
             "inference_mode": true, "use_dora": false, "use_rslora": false}""",
            "expected");
    assertEquals(expected, Json.readObject(config()));
  }

  /** PEFT writes more keys, no strings of ours, and no prefix for a GPT2Model. */
  @Test
  void filesOfPeftAreRead() throws Exception {
    LoraModel lora = saved(GPT2, List.of("c_attn", "c_fc"));
    rewrite(
        map -> {
          for (String name : List.copyOf(map.keySet())) {
            map.put(name.replace("transformer.", ""), map.remove(name));
          }
        },
        Map.of("format", "pt"));
    edit(
        "\"inference_mode\": true,",
        "\"modules_to_save\": null, \"layers_to_transform\": null,"
            + " \"use_qalora\": false, \"exclude_modules\": null, \"revision\": null,");
    LoraModel loaded = AdapterFiles.load(folder, gpt(GPT2), manager);
    assertArrayEquals(logits(lora, manager), logits(loaded, manager));
  }

  /** Writes the tensors again after a change. */
  private void rewrite(Consumer<Map<String, NDArray>> change, Map<String, String> metadata) {
    Map<String, NDArray> all = new LinkedHashMap<>();
    try (SafetensorsFile file = SafetensorsFile.open(tensors())) {
      file.names().forEach(name -> all.put(name, file.read(manager, name)));
    }
    change.accept(all);
    SafeFiles.replace(tensors(), out -> SafetensorsWriter.write(out, all, metadata));
  }

  private void edit(String from, String to) throws IOException {
    String text = Files.readString(config());
    assertTrue(text.contains(from), text);
    Files.writeString(config(), text.replace(from, to));
  }

  private String refused(Gpt base) {
    return assertThrows(InputException.class, () -> AdapterFiles.load(folder, base, manager))
        .getMessage();
  }

  private static void assertStarts(String expected, String message) {
    assertTrue(message.startsWith(expected), message);
  }

  @Test
  void anotherBaseModelIsRefused() {
    saved(GPT2, List.of("c_attn"));
    Gpt other = gpt(GPT2);
    other.namedParameters().get("ln_f.bias").getArray().addi(1e-6f);
    String message = refused(other);
    assertStarts(
        tensors() + " was trained on another base model: the SHA-256 of the weigh", message);
    assertTrue(message.endsWith("; load the base model \"runs/base\""), message);
    rewrite(all -> {}, Map.of());
    GptConfig wide = TinyGpts.builder().dim(16).build();
    assertStarts(
        "illegal shape of tensor "
            + TRUNK
            + "h.0.attn.c_attn.lora_A.weight of "
            + tensors()
            + ": (2, 8), must be (2, 16) for r 2 in "
            + config(),
        refused(gpt(wide)));
    GptConfig deep = TinyGpts.builder().layers(3).build();
    assertStarts(
        "no tensor base_model.model.h.2.attn.c_attn.lora_A.weight in ", refused(gpt(deep)));
    GptConfig shallow = TinyGpts.builder().layers(1).build();
    assertStarts(
        tensors() + " has 2 tensors that are no adapters of the tar", refused(gpt(shallow)));
  }

  @Test
  void wrongSettingsInTheConfigAreRefused() throws Exception {
    String[][] cases = {
      {"\"r\": 2", "\"r\": 3", "illegal shape of tensor "},
      {"\"r\": 2", "\"r\": 0", config() + ": illegal rank: 0"},
      {"\"r\": 2", "\"r\": 99", config() + ": illegal rank: 99, must be at most 8"},
      {"\"lora_alpha\": 3", "\"lora_alpha\": -1", config() + ": illegal alpha: -1.0"},
      {"\"LORA\"", "\"IA3\"", config() + ": peft_type is \"IA3\", must be one of [LORA]"},
      {"\"none\"", "\"all\"", config() + ": bias is \"all\", must be one of [none]"},
      {
        "\"use_dora\": false", "\"use_dora\": true", config() + ": use_dora is true, must be absent"
      },
      {
        "\"init_lora_weights\": true",
        "\"init_lora_weights\": \"pissa\"",
        config() + ": init_lora_weights is \"pissa\", must be one of [eva, gaussian, orthogonal]"
      },
      {"\"rank_pattern\": {}", "\"rank_pattern\": {\"h.0\": 4}", config() + ": rank_pattern is {"},
      {"\"c_attn\"", "\"c_fc\"", config() + ": target_modules is [\"c_fc\"], must be [\"c_attn\"]"}
    };
    for (String[] c : cases) {
      saved(GPT2, List.of("c_attn"));
      edit(c[0], c[1]);
      assertStarts(c[2], refused(gpt(GPT2)));
    }
    saved(GPT2, List.of("c_attn"));
    rewrite(all -> {}, Map.of());
    edit("\"c_attn\"", "\"q_proj\"");
    assertStarts(
        config() + ": illegal targets: q_proj, must be one of [attn.c_", refused(gpt(GPT2)));
    Files.delete(config());
    assertTrue(refused(gpt(GPT2)).contains(config().toString()));
  }

  @Test
  void wrongTensorsAreRefused() {
    String b = TRUNK + "h.1.attn.c_attn.lora_B.weight";
    saved(GPT2, List.of("attn.c_attn.v"));
    rewrite(all -> all.get(b).addi(1), Map.of("glassllm.targets", "attn.c_attn.v"));
    assertStarts(
        "tensor " + b + " of " + tensors() + " changes columns outside the targets [h.1.attn.c_at",
        refused(gpt(GPT2)));
    saved(GPT2, List.of("c_attn"));
    rewrite(all -> all.get(b).divi(0), Map.of());
    assertStarts(
        "tensor " + b + " of " + tensors() + " has values that are not", refused(gpt(GPT2)));
    saved(GPT2, List.of("c_attn"));
    rewrite(all -> all.put("extra", manager.ones(new Shape(2))), Map.of());
    assertTrue(refused(gpt(GPT2)).contains("such as [extra]"));
    saved(GPT2, List.of("wte"));
    rewrite(all -> {}, Map.of());
    assertStarts(
        config() + ": target_modules is [\"wte\"], must be without wte", refused(gpt(GPT2)));
  }

  @Test
  void adaptersThatAreNotFiniteAreNotSaved() {
    LoraModel lora = saved(GPT2, List.of("c_attn"));
    lora.adapters().get(0).b().getArray().divi(0);
    String message =
        assertThrows(InputException.class, () -> AdapterFiles.save(folder, lora, "x")).getMessage();
    assertTrue(message.contains("lora_B.weight has values that are not finite"), message);
    AdapterFiles.load(folder, gpt(GPT2), manager); // the saved adapters stay
  }

  @Test
  void trainingResumesWithTheSettings() {
    LoraModel lora =
        TinyLoras.zero(gpt(GPT2), manager, new LoraConfig(3, 4.5, 0.25, List.of("mlp.c_proj")));
    AdapterFiles.save(folder, lora, "x");
    assertEquals(lora.config(), AdapterFiles.load(folder, gpt(GPT2), manager).config());
  }
}
