package org.glassllm.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Optional;
import org.glassllm.base.InputException;
import org.glassllm.generate.Decoder;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.KvCache;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedModelsTest {
  private static final int HALF = 2;

  private static ModelCosts costs(String name) {
    return PublishedModels.named(name).costs();
  }

  /** GPT-2: openai/gpt2; the others: the sizes of the released weights. */
  @ParameterizedTest
  @CsvSource({
    "gpt2, 124439808",
    "llama-2-7b, 6738415616",
    "llama-2-70b, 68976648192",
    "mistral-7b, 7241732096"
  })
  void parametersAreThePublishedOnes(String name, long parameters) {
    assertEquals(parameters, costs(name).parameters());
  }

  /** Llama-2-7B: half a MiB a token; 70B has 8 of 64 heads; Mistral's window has 4096 tokens. */
  @ParameterizedTest
  @CsvSource({
    "gpt2, 1024, 37748736",
    "llama-2-7b, 2048, 1073741824",
    "llama-2-7b, 4096, 2147483648",
    "llama-2-70b, 4096, 1342177280",
    "mistral-7b, 4096, 536870912",
    "mistral-7b, 8192, 536870912"
  })
  void cachesTakeThePublishedBytes(String name, int tokens, long bytes) {
    assertEquals(bytes, costs(name).kvCacheBytes(1, tokens, HALF));
  }

  /** Jiang et al. 2023, section 2: "8x" less cache at 32k tokens. */
  @Test
  void mistralsWindowSavesThePublishedFactor() {
    PublishedModel mistral = PublishedModels.named("mistral-7b");
    long unlimited = new ModelCosts(mistral.config()).kvCacheBytes(1, 32_768, HALF);
    assertEquals(8 * mistral.costs().kvCacheBytes(1, 32_768, HALF), unlimited);
    assertEquals(100, mistral.costs().cachedTokens(100));
  }

  @Test
  void theWindowBoundsTheFlopsOfAttention() {
    ModelCosts mistral = costs("mistral-7b");
    double most = mistral.trainingFlopsPerToken(4096);
    assertEquals(most, mistral.trainingFlopsPerToken(32_768));
    assertEquals(6.0 * mistral.parameters() + 32 * 12.0 * 32 * 128 * 4096, most);
    assertEquals(most / 3, mistral.forwardFlopsPerToken(8192));
  }

  @Test
  void hugeSizesDoNotOverflow() {
    int most = Integer.MAX_VALUE;
    assertEquals(Long.MAX_VALUE, costs("llama-2-70b").kvCacheBytes(most, most, 4));
    assertEquals(Long.MAX_VALUE, costs("llama-2-70b").activationBytes(most, most, false));
  }

  @ParameterizedTest
  @CsvSource({"4, FLOAT32, 4", "2, FLOAT32, 4", "1, FLOAT32, 4", "2, BFLOAT16, 2"})
  void allocatedBytesEqualTheFormula(int kvHeads, Precision storage, int number) {
    GptConfig config = TinyGpts.builder().context(12).heads(4).dim(16).kvHeads(kvHeads).build();
    try (NDManager manager = Torch.manager()) {
      Gpt gpt = TinyGpts.initialized(config, Kernels.FUSED, manager, DataType.FLOAT32);
      Optional<KvCache.Settings> settings =
          Optional.of(new KvCache.Settings(config.context(), 0, storage));
      try (Decoder decoder = new Decoder(gpt, settings, manager)) {
        assertEquals(0, decoder.cacheBytes());
        decoder.select(0, 0, 0);
        for (int t = 0; t < config.context(); t++) {
          decoder.feedRows(new int[][] {{1}, {2}, {3}});
          assertEquals(new ModelCosts(config).kvCacheBytes(3, number), decoder.cacheBytes());
        }
      }
    }
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    InputException e = assertThrows(InputException.class, () -> PublishedModels.named("llama"));
    assertTrue(e.getMessage().contains("mistral-7b"), e.getMessage());
  }
}
