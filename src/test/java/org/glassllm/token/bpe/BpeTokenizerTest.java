package org.glassllm.token.bpe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;
import org.glassllm.token.Merge;
import org.glassllm.token.RandomTexts;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.SpecialUse;
import org.glassllm.token.TokenSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BpeTokenizerTest {
  private static final SpecialTokens SPECIALS =
      SpecialTokens.numbered(List.of("<|endoftext|>", "<|end|>", "<|endoftext|>!"));

  private static BpeTokenizer bpe(WordPattern pattern) {
    return BpeTrainer.train(
        RandomTexts.mixedText(), BpeSettings.of(1200).withPattern(pattern).withSpecials(SPECIALS));
  }

  private static final BpeTokenizer bpe = bpe(WordPattern.CL100K);

  @ParameterizedTest
  @EnumSource(WordPattern.class)
  void decodingReturnsRandomBytesExactly(WordPattern pattern) {
    BpeTokenizer tokenizer = bpe(pattern);
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        System.arraycopy(" aé \n".getBytes(UTF_8), 0, bytes, 0, Math.min(6, bytes.length));
      }
      assertArrayEquals(bytes, tokenizer.decodeBytes(tokenizer.encodeBytes(bytes)));
    }
  }

  @ParameterizedTest
  @EnumSource(WordPattern.class)
  void parallelAndStreamedEncodingGiveTheSameIds(WordPattern pattern) throws IOException {
    BpeTokenizer tokenizer = bpe(pattern);
    RandomTexts texts = new RandomTexts(17);
    StringBuilder text = new StringBuilder();
    while (text.length() < 3_000_000) {
      text.append(texts.next());
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    int[] expected = tokenizer.encodeBytes(bytes);
    assertArrayEquals(expected, tokenizer.encodeParallel(bytes));
    IntArrayList streamed = new IntArrayList(16);
    tokenizer.encodeTo(
        new ByteArrayInputStream(bytes),
        (ids, n) -> streamed.addElements(streamed.size(), ids, 0, n));
    assertArrayEquals(expected, streamed.toIntArray());
    int[] withSpecials = tokenizer.encode(text, SpecialUse.ALLOW_ALL);
    IntArrayList special = new IntArrayList(16);
    tokenizer.encodeTo(
        new ByteArrayInputStream(bytes),
        SpecialUse.ALLOW_ALL,
        (ids, n) -> special.addElements(special.size(), ids, 0, n));
    assertArrayEquals(withSpecials, special.toIntArray());
  }

  @Test
  void aStreamWithSpecialTokensEqualsTheWholeText() throws IOException {
    String text = ("word <|endoftext|> " + "x".repeat(1000) + "<|end|>").repeat(5000);
    int[] expected = bpe.encode(text, SpecialUse.ALLOW_ALL);
    IntArrayList streamed = new IntArrayList(16);
    bpe.encodeTo(
        new ByteArrayInputStream(text.getBytes(UTF_8)),
        SpecialUse.ALLOW_ALL,
        (ids, n) -> streamed.addElements(streamed.size(), ids, 0, n));
    assertArrayEquals(expected, streamed.toIntArray());
    assertEquals(10_000, IntStream.of(expected).filter(id -> id < 3).count());
  }

  @Test
  void aBatchGivesEachTextsIdsInOrder() {
    RandomTexts texts = new RandomTexts(8);
    List<String> batch = IntStream.range(0, 500).mapToObj(i -> texts.next()).toList();
    int[][] ids = bpe.encodeBatch(batch);
    for (int i = 0; i < batch.size(); i++) {
      assertArrayEquals(bpe.encode(batch.get(i)), ids[i]);
    }
  }

  @Test
  void longWordsTakeLessThanQuadraticTime() {
    Random random = new Random(1);
    StringBuilder noise = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      noise.append((char) ('a' + random.nextInt(26)));
    }
    for (String word : List.of("a".repeat(100_000), noise.toString(), " ".repeat(100_000))) {
      for (String times : List.of(word, word.repeat(10))) {
        assertTimeout(
            Duration.ofSeconds(5), () -> assertEquals(times, bpe.decode(bpe.encode(times))));
      }
    }
  }

  @Test
  void longAndShortWordsAreMergedByTheSameRule() {
    Random random = new Random(2);
    MergeTable merges = mergeTable();
    for (int i = 0; i < 3000; i++) {
      byte[] word = new byte[1 + random.nextInt(48)];
      for (int k = 0; k < word.length; k++) {
        word[k] = (byte) "the nda1".charAt(random.nextInt(8));
      }
      IntArrayList fromShort = new IntArrayList(8);
      IntArrayList fromLong = new IntArrayList(8);
      new WordMerger(merges).append(word, 0, word.length, fromShort);
      new LongWordMerger(merges).append(word, 0, word.length, fromLong);
      assertArrayEquals(fromShort.toIntArray(), fromLong.toIntArray());
    }
  }

  @Test
  void longWordsLeaveNoBuffersBehind() {
    long before = usedHeap();
    bpe.encode("ab".repeat(5_000_000));
    long kept = usedHeap() - before;
    assertTrue(kept < 20_000_000, kept + " bytes");
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private MergeTable mergeTable() {
    int[] byteIds = new int[256];
    for (int b = 0; b < 256; b++) {
      byteIds[b] = bpe.encodeBytes(new byte[] {(byte) b})[0];
    }
    return new MergeTable(bpe.merges(), false, byteIds);
  }

  @Test
  void loneSurrogatesBecomeTheReplacementCharacter() {
    assertArrayEquals(bpe.encode("a\ufffdb\ufffd"), bpe.encode("a\ud800b\udc00"));
    assertArrayEquals(bpe.encode("\ufffd\ud83d\ude00"), bpe.encode("\ud83d\ud83d\ude00"));
    assertArrayEquals(bpe.encode("\ufffd"), bpe.encode(new StringBuilder("\udfff")));
  }

  @Test
  void specialTokensAreOrdinaryTextUnlessAllowed() {
    String text = "a<|endoftext|>b";
    assertTrue(IntStream.of(bpe.encode(text)).noneMatch(id -> id < 3));
    assertArrayEquals(bpe.encode(text), bpe.encode(text, SpecialUse.ORDINARY));
    int[] allowed = bpe.encode(text, SpecialUse.allowOnly(Set.of("<|endoftext|>")));
    assertEquals(0, allowed[1]);
    assertEquals(text, bpe.decode(allowed));
  }

  @Test
  void theLongestSpecialTokenWins() {
    assertArrayEquals(new int[] {2}, bpe.encode("<|endoftext|>!", SpecialUse.ALLOW_ALL));
    assertArrayEquals(new int[] {0, 1}, bpe.encode("<|endoftext|><|end|>", SpecialUse.ALLOW_ALL));
  }

  @Test
  void aRefusedSpecialTokenIsNamed() {
    SpecialUse onlyEnd = SpecialUse.allowOnly(Set.of("<|end|>"));
    String message =
        assertThrows(InputException.class, () -> bpe.encode("\u4f60<|endoftext|>", onlyEnd))
            .getMessage();
    assertTrue(message.contains("<|endoftext|> at character 1"), message);
    assertEquals(1, bpe.encode("<|end|>", onlyEnd)[0]);
    assertThrows(InputException.class, () -> bpe.encode("<|end|>", SpecialUse.REFUSE_ALL));
  }

  @Test
  void spansCoverTheTextAndOverlapInSplitCharacters() {
    RandomTexts texts = new RandomTexts(31);
    for (int i = 0; i < 3000; i++) {
      String text = texts.next() + (i % 7 == 0 ? "\ud800" : "");
      int end = 0;
      List<Integer> ids = new ArrayList<>();
      for (TokenSpan span : bpe.spans(text)) {
        assertTrue(span.start() == end || span.start() < end && span.end() >= end, text);
        end = Math.max(end, span.end());
        ids.add(span.id());
      }
      assertEquals(text.length(), end);
      assertArrayEquals(bpe.encode(text), ids.stream().mapToInt(id -> id).toArray());
    }
  }

  @Test
  void anUnknownIdIsAnErrorThatNamesIt() {
    for (int id : new int[] {-1, bpe.vocabSize(), Integer.MAX_VALUE}) {
      String message = assertThrows(InputException.class, () -> bpe.decode(id)).getMessage();
      assertTrue(message.contains("no token with the id " + id), message);
    }
  }

  @Test
  void idsOutsideTheVocabularyAreRejected() {
    BpeModel good = bpe.model();
    for (int id : new int[] {-1, good.tokens().length}) {
      List<Merge> merges = List.of(new Merge(3, id, 4));
      String message =
          assertThrows(
                  InputException.class,
                  () -> new BpeModel(good.tokens(), merges, good.pattern(), SPECIALS))
              .getMessage();
      assertTrue(message.contains("illegal id of a merge: " + id), message);
    }
  }

  @Test
  void aClearedWordCacheStaysCorrect() {
    WordCache cache = new WordCache();
    IntArrayList out = new IntArrayList(8);
    Random random = new Random(4);
    for (int i = 0; i < 400_000; i++) {
      byte[] word = ("w" + random.nextInt(300_000) + "x".repeat(i % 40)).getBytes(UTF_8);
      int[] ids = i % 3 == 0 ? new int[] {word.length} : new int[] {word.length, word[1], 7};
      out.clear();
      if (cache.append(word, 0, word.length, out)) {
        assertEquals(word.length, out.getInt(0));
        assertTrue(out.size() == 1 || out.getInt(1) == word[1] && out.getInt(2) == 7);
      } else {
        cache.put(word, 0, word.length, ids, 0, ids.length);
      }
    }
  }
}
