package org.glassllm.token.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.RandomTexts;
import org.glassllm.token.SharedData;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.SpecialUse;
import org.glassllm.token.TokenSpan;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.bpe.BpeTrainer;
import org.glassllm.token.bpe.WordPattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hugging Face's library reads our files and gives the same ids. */
class HuggingFaceAgreementTest {
  @TempDir Path folder;

  @BeforeAll
  static void stayOffline() {
    System.setProperty("ai.djl.offline", "true");
  }

  private HuggingFaceTokenizer theirs(Tokenizer ours) throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Tokenizers.save(ours, file);
    return HuggingFaceTokenizer.newInstance(
        file, Map.of("truncation", "false", "padding", "false"));
  }

  private static int[] ids(HuggingFaceTokenizer tokenizer, String text) {
    long[] ids = tokenizer.encode(text, false, false).getIds();
    return Arrays.stream(ids).mapToInt(id -> (int) id).toArray();
  }

  @Test
  void gpt2EncodesAHundredThousandTextsAlike() throws IOException {
    BpeTokenizer ours = SharedData.gpt2();
    try (HuggingFaceTokenizer theirs = theirs(ours)) {
      RandomTexts texts = new RandomTexts(21);
      for (int i = 0; i < 100_000; i++) {
        String text = texts.next();
        // Hugging Face finds added tokens in every text; ours only if it is allowed.
        int[] actual = ours.encode(text, SpecialUse.ALLOW_ALL);
        assertArrayEquals(ids(theirs, text), actual, () -> RandomTexts.escape(text));
      }
    }
  }

  @Test
  void gpt2EncodesAndDecodesTinyshakespeareAlike() throws IOException {
    BpeTokenizer ours = SharedData.gpt2();
    String text = Files.readString(SharedData.require("tinyshakespeare.txt"));
    try (HuggingFaceTokenizer theirs = theirs(ours)) {
      int[] ids = ours.encode(text);
      assertArrayEquals(ids(theirs, text), ids);
      assertEquals(text, ours.decode(ids));
    }
  }

  @Test
  void everyPatternIsReadByHuggingFace() throws IOException {
    SpecialTokens specials = SpecialTokens.numbered(List.of("<pad>", "<|endoftext|>"));
    for (WordPattern pattern : WordPattern.values()) {
      BpeTokenizer ours =
          BpeTrainer.train(
              RandomTexts.mixedText(),
              BpeSettings.of(1500).withPattern(pattern).withSpecials(specials));
      try (HuggingFaceTokenizer theirs = theirs(ours)) {
        RandomTexts texts = new RandomTexts(5);
        for (int i = 0; i < 5000; i++) {
          String text = texts.next() + "<|endoftext|>" + texts.next();
          int[] expected = ids(theirs, text);
          assertArrayEquals(expected, ours.encode(text, SpecialUse.ALLOW_ALL));
          assertEquals(text, ours.decode(expected));
        }
      }
    }
  }

  @Test
  void spansEqualHuggingFacesOffsets() throws IOException {
    BpeTokenizer ours = SharedData.gpt2();
    try (HuggingFaceTokenizer theirs = theirs(ours)) {
      String text = "Hello w\u00f6rld, \u4f60\u597d \u1e9e end";
      Encoding encoding = theirs.encode(text, false, false);
      CharSpan[] expected = encoding.getCharTokenSpans();
      List<TokenSpan> spans = ours.spans(text);
      assertEquals(expected.length, spans.size());
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i].getStart(), spans.get(i).start());
        assertEquals(expected[i].getEnd(), spans.get(i).end());
      }
    }
  }

  @Test
  void characterVocabulariesAreReadByHuggingFace() throws IOException {
    String text = "First Citizen:\nBefore we proceed, \u4f60\u597d \ud83d\ude00\r\n\ttab  two";
    CharTokenizer ours = CharTokenizer.train(text);
    try (HuggingFaceTokenizer theirs = theirs(ours)) {
      assertArrayEquals(ids(theirs, text), ours.encode(text));
      long[] ids = Arrays.stream(ours.encode(text)).asLongStream().toArray();
      assertEquals(text, theirs.decode(ids));
    }
  }
}
