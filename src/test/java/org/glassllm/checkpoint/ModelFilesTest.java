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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.base.SafeFiles;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.Pass;
import org.glassllm.model.Rope;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFilesTest {
  @TempDir Path folder;
  private final NDManager manager = Torch.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  private Gpt gpt(GptConfig config) {
    return TinyGpts.initialized(config, Kernels.FUSED, manager, DataType.FLOAT32);
  }

  private float[] logits(Gpt gpt) {
    NDArray ids = TinyGpts.array(manager, 1, 6, TinyGpts.ids(1, 6, 7, 1));
    return gpt.logits(Pass.inference(manager, gpt.kernels()), ids).toFloatArray();
  }

  private void save(Gpt gpt) throws Exception {
    SafeFiles.replace(folder.resolve("config.json"), Json.pretty(ConfigJson.write(gpt.config())));
    SafeFiles.writeSynced(
        folder.resolve("model.safetensors"), out -> ModelFiles.writeWeights(out, gpt));
  }

  @Test
  void unsupportedForeignConfigurationsAreRefused() {
    String gpt2 = "{'vocab_size':7,'n_positions':6,'n_embd':8,'n_layer':1,'n_head':2%s}";
    for (String harmless :
        new String[] {
          "",
          ",'layer_norm_epsilon':1e-05,'n_inner':null,'task_specific_params':{'a':[1]}",
          ",'scale_attn_weights':true,'scale_attn_by_inverse_layer_idx':false"
        }) {
      assertEquals(8, ConfigJson.read(field(gpt2.formatted(harmless))).dim());
    }
    JsonField epsilon = field(gpt2.formatted(",'layer_norm_epsilon':1e-06"));
    assertEquals(1e-6, ConfigJson.read(epsilon).norm().epsilon());
    for (String key :
        new String[] {
          "'scale_attn_weights':false",
          "'scale_attn_by_inverse_layer_idx':true",
          "'add_cross_attention':true",
          "'tie_word_embeddings':'x'",
          "'n_inner':2.9",
          "'n_inner':4294967300",
          "'activation_function':'geluu'",
          "'layer_norm_epsilon':'1e-5'"
        }) {
      JsonField json = field(gpt2.formatted("," + key));
      String message = assertThrows(InputException.class, () -> ConfigJson.read(json)).getMessage();
      assertTrue(message.startsWith("config x: " + key.split("'")[1] + " is "), message);
    }
  }

  @Test
  void ownConfigurationsAreCheckedAndNameTheFile() {
    String own = ConfigJson.write(GptConfig.builder().positions(new Rope()).build()).toString();
    ConfigJson.read(field(own));
    ConfigJson.read(field(own.replace("\"glassllm\",\"arch", "\"gpt2\",\"arch")));
    String[][] cases = {
      {"\"model_type\":\"glassllm\"", "\"model_type\":2", "model_type is 2"},
      {"\"model_type\":\"glassllm\"", "\"model_type\":[]", "model_type is []"},
      {"\"model_type\":\"glassllm\"", "\"model_type\":\"llama\"", "model_type is \"llama\""},
      {"\"n_head\":12", "\"n_head\":0", "illegal heads: 0"},
      {"\"kv_heads\":12", "\"kv_heads\":5", "illegal kvHeads: 5"},
      {"\"kv_heads\":12", "\"kv_heads\":0", "glassllm.kv_heads is 0"},
      {"\"bias\"", "\"head_dim\":-1,\"bias\"", "illegal headDim: -1"},
      {"\"n_inner\":3072", "\"n_inner\":0", "illegal n_inner: 0"},
    };
    for (String[] c : cases) {
      assertTrue(own.contains(c[0]), own);
      JsonField json = field(own.replace(c[0], c[1]));
      String message = assertThrows(InputException.class, () -> ConfigJson.read(json)).getMessage();
      assertTrue(message.startsWith("config x: " + c[2]), message);
    }
  }

  private static JsonField field(String json) {
    return JsonField.parse(json.replace('\'', '"'), "config x");
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void aSavedModelKeepsItsConfigurationAndLogits(GptConfig config) throws Exception {
    Gpt gpt = gpt(config);
    save(gpt);
    Gpt loaded = ModelFiles.load(folder, manager, Kernels.FUSED);
    assertEquals(config, loaded.config());
    assertArrayEquals(logits(gpt), logits(loaded));
  }

  @Test
  void namesAndLayoutEqualHuggingFacesGpt2() throws Exception {
    save(gpt(TinyGpts.builder().build()));
    try (SafetensorsFile f = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
      assertEquals(new Shape(7, 8), f.shape("transformer.wte.weight"));
      assertEquals(new Shape(6, 8), f.shape("transformer.wpe.weight"));
      assertEquals(new Shape(8, 24), f.shape("transformer.h.1.attn.c_attn.weight"));
      assertEquals(new Shape(24), f.shape("transformer.h.1.attn.c_attn.bias"));
      assertEquals(new Shape(8, 8), f.shape("transformer.h.0.attn.c_proj.weight"));
      assertEquals(new Shape(8, 32), f.shape("transformer.h.0.mlp.c_fc.weight"));
      assertEquals(new Shape(32, 8), f.shape("transformer.h.0.mlp.c_proj.weight"));
      assertEquals(new Shape(8), f.shape("transformer.h.0.ln_2.weight"));
      assertEquals(new Shape(8), f.shape("transformer.ln_f.bias"));
      assertEquals(2 + 2 * 12 + 2, f.names().size());
    }
    JsonObject config = Json.readObject(folder.resolve("config.json"));
    assertEquals("gpt2", config.get("model_type").getAsString());
    assertEquals(8, config.get("n_embd").getAsInt());
  }

  @Test
  void theNamePrefixIsOptionalAndBuffersAreSkipped() throws Exception {
    Gpt gpt = gpt(TinyGpts.builder().build());
    save(gpt);
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    gpt.namedParameters().forEach((name, p) -> tensors.put(name, p.getArray()));
    tensors.put("h.0.attn.bias", manager.ones(new Shape(1, 1, 6, 6)));
    SafeFiles.writeSynced(
        folder.resolve("model.safetensors"),
        out -> SafetensorsWriter.write(out, tensors, Map.of()));
    JsonObject theirs = Json.readObject(folder.resolve("config.json"));
    theirs.remove("glassllm");
    theirs.remove("n_inner");
    SafeFiles.replace(folder.resolve("config.json"), Json.pretty(theirs));
    assertArrayEquals(logits(gpt), logits(ModelFiles.load(folder, manager, Kernels.FUSED)));
  }

  @Test
  void messagesNameTheMismatch() throws Exception {
    Gpt gpt = gpt(TinyGpts.builder().build());
    save(gpt);
    JsonObject config = Json.readObject(folder.resolve("config.json"));
    config.addProperty("n_positions", 12);
    SafeFiles.replace(folder.resolve("config.json"), Json.pretty(config));
    assertTrue(loadFails().contains("wpe.weight") && loadFails().contains("(12, 8)"));
    config.addProperty("n_layer", 3);
    config.addProperty("n_positions", 6);
    SafeFiles.replace(folder.resolve("config.json"), Json.pretty(config));
    assertTrue(loadFails().contains("h.2.ln_1.weight"), loadFails());
    config.remove("n_head");
    SafeFiles.replace(folder.resolve("config.json"), Json.pretty(config));
    assertTrue(loadFails().contains("n_head"), loadFails());
    config.addProperty("model_type", "bert");
    config.remove("glassllm");
    SafeFiles.replace(folder.resolve("config.json"), Json.pretty(config));
    assertTrue(loadFails().contains("model_type is \"bert\""), loadFails());
  }

  @Test
  void ourPartOfTheConfigurationHasNoOtherNames() throws Exception {
    save(gpt(TinyGpts.builder().build()));
    String json = Files.readString(folder.resolve("config.json"));
    for (String[] change :
        new String[][] {
          {"\"kv_heads\"", "\"kv_headz\"", "glassllm.kv_headz is an unknown name"},
          {"\"bias\": true", "\"bias\": \"x\"", "glassllm.bias is \"x\", must be true or false"},
          {"\"kv_heads\": 2", "\"kv_heads\": 2.9", "glassllm.kv_heads is 2.9"},
          {"\"n_head\": 2", "\"n_head\": 4294967298", "n_head is 4294967298"},
          {"\"n_head\": 2", "\"n_head\": 2, \"n_head\": 2", "\"n_head\" twice"}
        }) {
      assertTrue(json.contains(change[0]), json);
      Files.writeString(folder.resolve("config.json"), json.replace(change[0], change[1]));
      assertTrue(loadFails().contains(change[2]), loadFails());
    }
  }

  @Test
  void sizesAreComparedBeforeAModelIsBuilt() throws Exception {
    save(gpt(TinyGpts.builder().build()));
    String json = Files.readString(folder.resolve("config.json"));
    for (String[] change :
        new String[][] {
          {"\"n_layer\": 2", "\"n_layer\": 1000000000", "h.2.ln_1.weight"},
          {"\"vocab_size\": 7", "\"vocab_size\": 16777215", "(16777215, 8)"},
          {"\"vocab_size\": 7", "\"vocab_size\": 2147483647", "(2147483647, 8)"},
          {"\"n_positions\": 6", "\"n_positions\": 2147483647", "(2147483647, 8)"}
        }) {
      assertTrue(json.contains(change[0]), json);
      Files.writeString(folder.resolve("config.json"), json.replace(change[0], change[1]));
      long start = System.nanoTime();
      assertTrue(loadFails().contains(change[2]), loadFails());
      assertTrue(System.nanoTime() - start < 2_000_000_000L, change[1]);
    }
  }

  private String loadFails() {
    return assertThrows(InputException.class, () -> ModelFiles.load(folder, manager, Kernels.FUSED))
        .getMessage();
  }
}
