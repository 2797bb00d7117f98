package org.glassllm.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.bpe.BpeTrainer;
import org.junit.jupiter.api.Test;

class StreamDecoderTest {
  private final BpeTokenizer bytes = BpeTrainer.train("ab", BpeSettings.of(256));

  @Test
  void partsConcatenateToTheWholeForAnyBytes() {
    Random random = new Random(6);
    byte[] likely = "a\u00e9\u4f60\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 5000; i++) {
      byte[] text = new byte[random.nextInt(20)];
      for (int k = 0; k < text.length; k++) {
        boolean noise = random.nextInt(5) == 0;
        text[k] = noise ? (byte) random.nextInt() : likely[(k + i) % likely.length];
      }
      int[] ids = bytes.encodeBytes(text);
      StreamDecoder decoder = bytes.streamDecoder();
      StringBuilder joined = new StringBuilder();
      for (int id : ids) {
        joined.append(decoder.accept(id));
      }
      assertEquals(bytes.decode(ids), joined + decoder.flush());
    }
  }

  @Test
  void decoderReturnsOnlyWholeCharacters() {
    StreamDecoder decoder = bytes.streamDecoder();
    int[] ids = bytes.encode("\ud83d\ude00!");
    assertEquals("", decoder.accept(ids[0]) + decoder.accept(ids[1]) + decoder.accept(ids[2]));
    assertEquals("\ud83d\ude00", decoder.accept(ids[3]));
    assertEquals("!", decoder.accept(ids[4]));
    assertEquals("", decoder.flush());
  }

  @Test
  void flushReplacesAnIncompleteCharacterAndResets() {
    StreamDecoder decoder = bytes.streamDecoder();
    int[] ids = bytes.encode("\ud83d\ude00");
    assertFalse(decoder.accept(ids[0], ids[1]).contains("\ufffd"));
    assertEquals("\ufffd", decoder.flush());
    assertEquals("\ud83d\ude00", decoder.accept(ids));
  }
}
