package org.glassllm.token.bpe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.text.Corpus;
import org.glassllm.text.Document;
import org.glassllm.text.TextProgress;
import org.glassllm.token.Merge;
import org.glassllm.token.RandomTexts;
import org.glassllm.token.SharedData;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.TextbookBpe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BpeTrainerTest {
  @TempDir Path folder;

  /** SHA-256 of the merges that Hugging Face tokenizers 0.23.2 (Rust) learns from this text. */
  @ParameterizedTest
  @CsvSource({
    "false,1000,1,b033eb26ce6afdc01d5321cb0e48241c30e68e5652f4879dd3337e6e28f8935a",
    "false,21336,1,2187df086ef4aaabc7fcee02360c143e69fedd3d391a5065dfc6845d60ef1779",
    "false,100000,1,899d765c979e6ed3a25d39170827cbcf71fa7aa41fe87699730d9edb034f76cc",
    "false,100000,2,8c49010fa41f8f364de8d4a8b2a458ad7acbfff1fbe39c9a1127078781b83ade",
    "true,21336,1,9e7d1f96a830a9dc3b37abc60e517dd26487e6c5d0c8b1dc2e8c179406667ae3",
    "true,100000,1,0a891e142d9e04f6d6b9e16e98855724428611c77301f03b4094c1af66cf2597",
    "true,100000,2,438ca18e57995a89f10bbc4e1f976781b68d49bf8be6edb2bcb598f0c88addad"
  })
  void mergesOfTinyshakespeareEqualHuggingFaces(
      boolean byLine, int vocabSize, int minFrequency, String sha256) throws IOException {
    String text = Files.readString(SharedData.require("tinyshakespeare.txt"));
    BpeTrainer trainer = new BpeTrainer(BpeSettings.of(vocabSize).withMinFrequency(minFrequency));
    if (byLine) {
      text.lines().forEach(line -> trainer.add(line + "\n"));
    } else {
      trainer.add(text);
    }
    assertEquals(sha256, Hash.sha256(merges(trainer.train())));
  }

  /** SHA-256 of Hugging Face's merges of the bundled tales. */
  @Test
  void mergesOfTheTalesEqualHuggingFaces() throws IOException {
    Path tales = Path.of("data/tales.txt");
    assumeTrue(Files.exists(tales), "skipped: no " + tales);
    assumeTrue(
        Hash.sha256(tales).equals(TALES_SHA256),
        "skipped: "
            + tales
            + " has changed; train Hugging Face's tokenizer on it and update the hashes");
    BpeTokenizer bpe = new BpeTrainer(BpeSettings.of(TALES_VOCAB)).add(tales).train();
    assertEquals(TALES_MERGES_SHA256, Hash.sha256(merges(bpe)));
  }

  static final int TALES_VOCAB = 100_000;
  static final String TALES_SHA256 =
      "318f34ae314785ad649515b0d619ef73333be3123a5d73f7c19c1ed1f7f4d558";
  static final String TALES_MERGES_SHA256 =
      "e2f1970268ba078b4e3bc6456e253bbf3cb4294c4b92f81d48b95a20fa96ca11";

  @Test
  void mergesOfManyScriptsEqualHuggingFaces() {
    String text = RandomTexts.mixedText();
    assertEquals(MIXED_TEXT_SHA256, Hash.sha256(text), "the text has changed");
    BpeTokenizer gpt2 = BpeTrainer.train(text, BpeSettings.of(3000));
    assertEquals(MIXED_GPT2_SHA256, Hash.sha256(merges(gpt2)));
    BpeTokenizer cl100k =
        BpeTrainer.train(text, BpeSettings.of(3000).withPattern(WordPattern.CL100K));
    assertEquals(MIXED_CL100K_SHA256, Hash.sha256(merges(cl100k)));
  }

  static final String MIXED_TEXT_SHA256 =
      "e4279c18048610c22396e13efac4abb1712d0bde2c7e4d61f9dbb34eefa140da";
  static final String MIXED_GPT2_SHA256 =
      "863c298e9fa3acf427e7cfb87c020cb2e8297c7c75def610c579ffafe219ba06";
  static final String MIXED_CL100K_SHA256 =
      "22c13159c6f87abd4a873886f933f41a3c966fa9a6ada3c5f9e17fed9ac56fc2";

  static String merges(BpeTokenizer tokenizer) {
    String[] spellings = tokenizer.model().spellings();
    StringBuilder lines = new StringBuilder();
    for (Merge merge : tokenizer.merges()) {
      lines.append(spellings[merge.left()]).append(' ').append(spellings[merge.right()]);
      lines.append('\n');
    }
    return lines.toString();
  }

  @Test
  void streamedTextGivesTheSameMerges() throws IOException {
    String text = RandomTexts.mixedText().repeat(30);
    BpeSettings settings = BpeSettings.of(600);
    String expected = merges(BpeTrainer.train(text, settings));
    BpeTrainer streamed = new BpeTrainer(settings);
    streamed.add(new ByteArrayInputStream(text.getBytes(UTF_8)));
    assertEquals(expected, merges(streamed.train()));
    Path file = Files.writeString(folder.resolve("text.txt"), text);
    assertEquals(expected, merges(new BpeTrainer(settings).add(file).train()));
  }

  @Test
  void theFastTrainerAndEncoderEqualTheTextbook() {
    int compared = 0;
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      String text = smallText(random);
      WordPattern pattern = WordPattern.values()[seed % 3];
      int vocabSize = 256 + random.nextInt(60);
      TextbookBpe slow = TextbookBpe.train(text, vocabSize, pattern);
      BpeTokenizer fast = BpeTrainer.train(text, BpeSettings.of(vocabSize).withPattern(pattern));
      long results = fast.merges().stream().mapToInt(Merge::result).distinct().count();
      if (results < fast.merges().size()) {
        continue; // Two pairs have the same bytes; Hugging Face treats that case differently.
      }
      compared++;
      assertEquals(slow.merges(), fast.merges(), "seed " + seed);
      for (String other :
          List.of(text, smallText(random), RandomTexts.mixedText().substring(0, 300))) {
        int[] ids = fast.encode(other);
        assertArrayEquals(slow.encode(other).stream().mapToInt(i -> i).toArray(), ids);
        assertEquals(other, slow.decode(slow.encode(other)));
      }
    }
    assertTrue(compared >= 40, compared + " corpora compared");
  }

  private static String smallText(Random random) {
    String letters = "aab bc\u4f60\u00e9d 1";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(400) + 20; i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  @Test
  void specialTokensComeFirstAndAllBytesExist() {
    SpecialTokens specials = SpecialTokens.numbered(List.of("<pad>", "<|endoftext|>"));
    BpeTokenizer bpe = BpeTrainer.train("a", BpeSettings.of(1000).withSpecials(specials));
    assertEquals(258, bpe.vocabSize());
    assertEquals(0, bpe.special(SpecialRole.PAD).getAsInt());
    assertEquals(1, bpe.special(SpecialRole.EOS).getAsInt());
    byte[] all = new byte[256];
    for (int b = 0; b < 256; b++) {
      all[b] = (byte) b;
    }
    assertArrayEquals(all, bpe.decodeBytes(bpe.encodeBytes(all)));
  }

  @Test
  void aRarePairIsNotMerged() {
    BpeTokenizer bpe = BpeTrainer.train("ab ab ab cd", BpeSettings.of(500).withMinFrequency(3));
    assertEquals("a b\n", merges(bpe));
  }

  @Test
  void progressReportsBothPhases() {
    List<TrainingProgress.Phase> phases = new ArrayList<>();
    new BpeTrainer(BpeSettings.of(300), (phase, done, total) -> phases.add(phase))
        .add("a text and another text")
        .train();
    assertTrue(phases.containsAll(List.of(TrainingProgress.Phase.values())));
  }

  @Test
  void aListenerMayStopReadingAndMerging() {
    String text = RandomTexts.mixedText();
    for (boolean merging : new boolean[] {false, true}) {
      TextProgress.listen(
          bytes -> {
            if (merging == (bytes == 0)) {
              throw new IllegalStateException("stopped");
            }
          });
      try {
        BpeTrainer trainer = new BpeTrainer(BpeSettings.of(3000));
        Corpus corpus = Corpus.of("c", List.of(Document.of("d", text)));
        assertThrows(IllegalStateException.class, () -> trainer.add(corpus).train());
      } catch (IllegalStateException stopped) {
        assertFalse(merging, "reading the corpus was stopped");
      } finally {
        TextProgress.listen(null);
      }
    }
  }

  @Test
  void badInputsNameTheRemedy() throws IOException {
    assertMessage("illegal vocabulary size: 255", () -> BpeSettings.of(255));
    assertMessage("minimum frequency", () -> BpeSettings.of(300).withMinFrequency(0));
    assertMessage("no text to train on", () -> BpeTrainer.train("", BpeSettings.of(300)));
    BpeTrainer trainer = new BpeTrainer(BpeSettings.of(300));
    assertMessage("no such file", () -> trainer.add(folder.resolve("absent")));
    Path latin1 = Files.write(folder.resolve("latin1"), new byte[] {'a', (byte) 0xE9, 'b'});
    assertMessage("not a UTF-8 text", () -> trainer.add(latin1));
  }

  private static void assertMessage(String part, org.junit.jupiter.api.function.Executable code) {
    String message = assertThrows(InputException.class, code).getMessage();
    assertTrue(message.contains(part), message);
    assertTrue(message.lines().count() == 1, message);
  }
}
