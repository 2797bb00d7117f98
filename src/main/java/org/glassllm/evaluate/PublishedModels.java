package org.glassllm.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.glassllm.base.Check;
import org.glassllm.model.GptConfig;
import org.glassllm.model.RmsNorm;
import org.glassllm.model.Rope;
import org.glassllm.model.SwiGlu;

/** Well-known models, for {@link ModelCosts}. */
public final class PublishedModels {
  private static final Map<String, PublishedModel> ALL = new LinkedHashMap<>();

  static {
    put("gpt2", GptConfig.builder().build());
    put("llama-2-7b", llama(4096, 32, 4096, 32, 32, 11_008)); // Touvron et al. 2023
    put("llama-2-70b", llama(4096, 80, 8192, 64, 8, 28_672));
    GptConfig mistral = llama(8192, 32, 4096, 32, 8, 14_336); // Jiang et al. 2023, table 1
    ALL.put("mistral-7b", new PublishedModel(mistral, OptionalInt.of(4096)));
  }

  private PublishedModels() {}

  private static void put(String name, GptConfig config) {
    ALL.put(name, new PublishedModel(config, OptionalInt.empty()));
  }

  /** Returns the names. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(ALL.keySet());
  }

  /** Returns the model of a name. */
  public static PublishedModel named(String name) {
    return ALL.get(Check.oneOf("model", name, ALL.keySet()));
  }

  private static GptConfig llama(
      int context, int layers, int dim, int heads, int kvHeads, int hidden) {
    return GptConfig.builder()
        .vocabSize(32_000)
        .context(context)
        .layers(layers)
        .heads(heads)
        .kvHeads(kvHeads)
        .dim(dim)
        .positions(new Rope())
        .norm(new RmsNorm())
        .feedForward(new SwiGlu(hidden))
        .bias(false)
        .tiedHead(false)
        .build();
  }
}
