package org.glassllm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GptConfigTest {

  @Test
  void illegalValuesAreRefusedWithARemedy() {
    refused(() -> TinyGpts.builder().heads(3).build(), "heads: 3", "divide dim 8", "example 2");
    refused(
        () -> TinyGpts.builder().heads(Integer.MAX_VALUE).build(),
        "heads: 2147483647",
        "example 8");
    refused(() -> TinyGpts.builder().heads(4).kvHeads(3).build(), "kvHeads: 3", "divisor");
    refused(() -> TinyGpts.builder().dropout(1).build(), "dropout: 1.0", "below 1");
    refused(() -> TinyGpts.builder().dropout(Double.NaN).build(), "dropout: NaN");
    refused(() -> TinyGpts.builder().layers(0).build(), "layers: 0", "at least 1");
    refused(() -> TinyGpts.builder().vocabSize(1).build(), "vocabSize: 1");
    refused(() -> TinyGpts.builder().context(-5).build(), "context: -5");
    refused(() -> TinyGpts.builder().initStd(0).build(), "initStd: 0.0");
    refused(() -> TinyGpts.builder().heads(8).positions(new Rope()).build(), "RoPE");
  }

  private static void refused(Executable build, String... parts) {
    String message = assertThrows(InputException.class, build).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
    assertEquals(1, message.lines().count());
  }

  @Test
  void aBuilderReturnsItsConfiguration() {
    TinyGpts.kinds().forEach(c -> assertEquals(c, c.toBuilder().build()));
  }

  @Test
  void swiGluHasTwoThirdsOfTheWidth() {
    GptConfig c = TinyGpts.builder().dim(96).feedForward(new SwiGlu()).build();
    assertEquals(256, c.hidden());
    assertEquals(4 * 8, TinyGpts.builder().build().hidden());
  }
}
