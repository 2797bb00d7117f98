package org.glassllm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Seeds;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoraTest {
  private final NDManager manager = Torch.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray ids(GptConfig config) {
    long[] ids = TinyGpts.ids(2, config.context(), config.vocabSize(), 6);
    return TinyGpts.array(manager, 2, config.context(), ids);
  }

  private NDArray logits(LanguageModel model, GptConfig config) {
    return model.logits(Pass.inference(manager, model.kernels()), ids(config));
  }

  private static Map<String, double[]> values(Network network) {
    Map<String, double[]> values = new LinkedHashMap<>();
    network
        .namedParameters()
        .forEach(
            (name, p) ->
                values.put(
                    name, p.getArray().toType(DataType.FLOAT64, false).toDoubleArray().clone()));
    return values;
  }

  private static void assertSame(Map<String, double[]> expected, Network actual) {
    Map<String, double[]> found = values(actual);
    expected.forEach((name, numbers) -> assertArrayEquals(numbers, found.get(name), name));
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void zeroUpdatesGiveTheBitsOfTheBase(GptConfig config) {
    Kernels half = new Kernels(true, Precision.BFLOAT16);
    for (Kernels kernels : List.of(Kernels.FUSED, Kernels.READABLE, half)) {
      Gpt base = TinyGpts.initialized(config, kernels, manager, DataType.FLOAT32);
      for (List<String> targets : List.of(TinyLoras.everyMatrix(config), TinyLoras.PARTS)) {
        LoraModel lora = TinyLoras.zero(base, manager, new LoraConfig(3, 16, 0, targets));
        Pass pass = Pass.inference(manager, kernels);
        assertArrayEquals(logits(base, config).toFloatArray(), logits(lora, config).toFloatArray());
        assertArrayEquals(
            base.lastLogits(pass, ids(config)).toFloatArray(),
            lora.lastLogits(pass, ids(config)).toFloatArray());
        NDArray hidden = lora.hidden(pass, ids(config));
        assertArrayEquals(base.hidden(pass, ids(config)).toFloatArray(), hidden.toFloatArray());
        assertArrayEquals(
            base.unembed(pass, hidden).toFloatArray(), lora.unembed(pass, hidden).toFloatArray());
      }
    }
  }

  /** Adds ΔW in plain Java; q, k and v are the columns of c_attn in this order. */
  private static Map<String, double[]> sums(LoraModel lora) {
    GptConfig config = lora.base().config();
    Map<String, double[]> all = values(lora.base()), adapters = values(lora);
    int q = config.heads() * config.headDim(), kv = config.kvHeads() * config.headDim();
    lora.adapterParameters()
        .forEach(
            (name, p) -> {
              if (name.endsWith(".lora_A")) {
                String target = name.substring(0, name.length() - 7);
                double[] a = adapters.get(name), b = adapters.get(target + ".lora_B");
                int first = target.endsWith(".v") ? q + kv : target.endsWith(".k") ? q : 0;
                double[] w = all.get(target.replaceFirst("\\.[qkv]$", "") + ".weight");
                int rank = 2, n = a.length / rank, m = b.length / rank, width = w.length / n;
                for (int i = 0; i < n; i++) {
                  for (int j = 0; j < m; j++) {
                    for (int r = 0; r < rank; r++) {
                      w[i * width + first + j] += 3.0 / 2 * a[i * rank + r] * b[r * m + j];
                    }
                  }
                }
              }
            });
    return all;
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void logitsAreThoseOfTheSumOfWeightAndUpdate(GptConfig config) {
    List<String> k = List.of("attn.c_attn.k");
    for (List<String> targets : List.of(TinyLoras.everyMatrix(config), TinyLoras.PARTS, k)) {
      LoraModel lora = TinyLoras.random(config, Kernels.FUSED, manager, DataType.FLOAT64, targets);
      Map<String, double[]> before = values(lora.base()), sums = sums(lora);
      Gpt expected = new Gpt(config);
      expected.initialize(manager, DataType.FLOAT64);
      expected
          .namedParameters()
          .forEach(
              (name, p) ->
                  manager.create(sums.get(name), p.getArray().getShape()).copyTo(p.getArray()));
      double[] logits = logits(lora, config).toDoubleArray();
      assertArrayEquals(logits(expected, config).toDoubleArray(), logits, 1e-11);
      Gpt merged = lora.merged(manager);
      values(merged).forEach((name, w) -> assertArrayEquals(sums.get(name), w, 1e-13, name));
      assertSame(before, lora.base());
      double[] plain = logits(lora.base(), config).toDoubleArray();
      int last = plain.length - 1; // the first token has one key only, which k does not change
      assertTrue(Math.abs(plain[last] - logits[last]) > 1e-6, "the update changes the logits");
    }
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void mergeAndUnmergeStayWithinTwoHalfUlps(GptConfig config) {
    for (List<String> targets : List.of(TinyLoras.everyMatrix(config), TinyLoras.PARTS)) {
      LoraModel lora = TinyLoras.random(config, Kernels.FUSED, manager, DataType.FLOAT32, targets);
      Map<String, double[]> before = values(lora.base());
      Gpt model = lora.merged(manager);
      Map<String, double[]> merged = values(model);
      lora.unmerge(model);
      int equal = 0, changed = 0;
      for (Map.Entry<String, double[]> e : values(model).entrySet()) {
        double[] w = before.get(e.getKey()), m = merged.get(e.getKey()), u = e.getValue();
        for (int i = 0; i < w.length; i++) {
          double bound = (Math.ulp((float) m[i]) + Math.ulp((float) u[i])) / 2;
          assertTrue(Math.abs(u[i] - w[i]) <= bound, e.getKey() + ": " + w[i] + " " + u[i]);
          changed += m[i] == w[i] ? 0 : 1;
          equal += m[i] != w[i] && u[i] == w[i] ? 1 : 0;
        }
      }
      assertTrue(changed > 100 && equal > changed / 3, equal + " of " + changed);
      assertSame(before, lora.base());
    }
  }

  @Test
  void twoModelsShareOneBase() {
    GptConfig config = TinyGpts.builder().build();
    Gpt base = TinyGpts.initialized(config, Kernels.FUSED, manager, DataType.FLOAT32);
    LoraModel one = TinyLoras.random(base, manager, List.of("attn.c_attn"));
    float[] alone = logits(one, config).toFloatArray();
    LoraModel two = TinyLoras.random(base, manager, List.of("attn.c_attn", "wte"));
    assertNotEquals(alone[0], logits(two, config).toFloatArray()[0]);
    assertArrayEquals(alone, logits(one, config).toFloatArray());
  }

  @Test
  @SuppressWarnings("try") // autograd records until the resource is closed
  void dropoutOfTheUpdateKeepsItsExpectation() {
    int rows = 4000;
    Gpt base =
        TinyGpts.initialized(TinyGpts.builder().build(), Kernels.FUSED, manager, DataType.FLOAT32);
    LoraConfig config = new LoraConfig(2, 2, 0.25, List.of("h.0.mlp.c_fc"));
    LoraModel lora = TinyLoras.zero(base, manager, config);
    TinyLoras.shift(lora, manager, 0.3f);
    LowRank update = lora.adapters().get(0);
    NDArray x = manager.ones(new Shape(rows, 8)), y = manager.zeros(new Shape(rows, 32));
    Autograd.off();
    float[] exact = update.linear(Pass.inference(manager, Kernels.FUSED), x, y).toFloatArray();
    NDArray drawn =
        new Seeds(1)
            .drawing(
                Seeds.Purpose.DROPOUT,
                0,
                0,
                () -> update.linear(Pass.of(manager, Kernels.FUSED, true), x, y));
    float[] all = drawn.toFloatArray();
    double[] mean = new double[32], square = new double[32];
    for (int i = 0; i < all.length; i++) {
      mean[i % 32] += all[i] / (double) rows;
      square[i % 32] += (double) all[i] * all[i] / rows;
    }
    for (int j = 0; j < 32; j++) {
      double deviation = Math.sqrt((square[j] - mean[j] * mean[j]) / rows);
      assertTrue(deviation > 0);
      assertEquals(exact[j], mean[j], 5 * deviation + 1e-6);
    }
  }

  @Test
  void onlyAAndBAreAdapters() {
    Gpt base =
        TinyGpts.initialized(
            TinyGpts.builder().kvHeads(1).build(), Kernels.FUSED, manager, DataType.FLOAT32);
    LoraModel lora = TinyLoras.random(base, manager, TinyLoras.PARTS);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    lora.adapterParameters().forEach((name, p) -> shapes.put(name, p.getShape()));
    Map<String, Shape> expected = new LinkedHashMap<>();
    for (String layer : List.of("h.0", "h.1")) {
      expected.put(layer + ".attn.c_attn.q.lora_A", new Shape(8, 2));
      expected.put(layer + ".attn.c_attn.q.lora_B", new Shape(2, 8));
      expected.put(layer + ".attn.c_attn.v.lora_A", new Shape(8, 2));
      expected.put(layer + ".attn.c_attn.v.lora_B", new Shape(2, 4));
    }
    expected.put("h.1.mlp.c_proj.lora_A", new Shape(32, 2));
    expected.put("h.1.mlp.c_proj.lora_B", new Shape(2, 8));
    assertEquals(expected, shapes);
    List<String> all = new ArrayList<>(base.namedParameters().keySet());
    all.addAll(expected.keySet());
    assertEquals(all, new ArrayList<>(lora.namedParameters().keySet()));
  }

  static Stream<List<String>> mistakes() {
    return Stream.of(
        List.of("illegal rank: 0, must be at least 1", "0", "1", "0", "wte"),
        List.of("illegal alpha: 0.0, must be greater than 0", "1", "0", "0", "wte"),
        List.of("illegal dropout: 1.0, must be at least 0.0", "1", "1", "1", "wte"),
        List.of("illegal number of targets: 0", "1", "1", "0"),
        List.of("illegal targets: [wte, wte], must be different", "1", "1", "0", "wte", "wte"),
        List.of(
            "illegal rank: 8, must be at most 7, the shorter side of wte", "8", "1", "0", "wte"),
        List.of(
            "illegal rank: 5, must be at most 4, the shorter side of h.0.attn.c_attn.k",
            "5",
            "1",
            "0",
            "attn.c_attn.k"),
        List.of(
            "illegal targets: lm_head, must be one of [attn.c_attn, attn.c_attn.k, "
                + "attn.c_attn.q, attn.c_attn.v, attn.c_proj, mlp.c_fc, mlp.c_proj, wte]; the head of "
                + "this model is tied to wte",
            "1",
            "1",
            "0",
            "lm_head"),
        List.of("illegal targets: wpe, must be one of [attn", "1", "1", "0", "wpe"),
        List.of("illegal targets: q, must be one of", "1", "1", "0", "q"),
        List.of("illegal targets: c_att, must be one of", "1", "1", "0", "c_att"),
        List.of(
            "illegal targets: h.0.attn.c_attn and h.0.attn.c_attn.q, must be without",
            "1",
            "1",
            "0",
            "attn.c_attn.q",
            "c_attn"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void wrongSettingsGiveOneLine(List<String> line) {
    Gpt base = new Gpt(TinyGpts.builder().kvHeads(1).build());
    List<String> targets = line.subList(4, line.size());
    String message =
        assertThrows(
                InputException.class,
                () ->
                    new LoraModel(
                        base,
                        new LoraConfig(
                            Integer.parseInt(line.get(1)),
                            Double.parseDouble(line.get(2)),
                            Double.parseDouble(line.get(3)),
                            targets)))
            .getMessage();
    assertTrue(message.startsWith(line.get(0)), message);
  }
}
