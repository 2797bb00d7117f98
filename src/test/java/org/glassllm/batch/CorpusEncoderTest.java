package org.glassllm.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.glassllm.text.Corpus;
import org.glassllm.text.Document;
import org.glassllm.text.tales.Tales;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTrainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusEncoderTest {
  private static final String TEXT = Tales.generateBytes(1, 3_000_000);
  private static final Tokenizer PLAIN = BpeTrainer.train(TEXT, BpeSettings.of(500));
  private static final Tokenizer ENDED =
      BpeTrainer.train(
          TEXT, BpeSettings.of(500).withSpecials(SpecialTokens.numbered(List.of("<|endoftext|>"))));

  @TempDir Path folder;

  private static int[] encode(Corpus corpus, Tokenizer tokenizer) throws IOException {
    IntStream.Builder ids = IntStream.builder();
    CorpusEncoder.encode(
        corpus, tokenizer, (block, n) -> Arrays.stream(block, 0, n).forEach(ids::add));
    return ids.build().toArray();
  }

  /** Documents of 0 to 200,000 characters, together more than a batch. */
  private static List<String> pieces() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at < TEXT.length(); ) {
      int length = random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(500);
      int end = Math.min(TEXT.length(), at + length);
      pieces.add(TEXT.substring(at, end));
      at = end;
    }
    return pieces;
  }

  private static Corpus corpus(List<String> texts) {
    return Corpus.of("c", texts.stream().map(t -> Document.of("d", t)).toList());
  }

  @Test
  void aStreamedDocumentHasTheIdsOfOnePiece() throws IOException {
    Corpus one = corpus(List.of(TEXT));
    for (Tokenizer tokenizer : List.of(PLAIN, ENDED, CharTokenizer.train(TEXT))) {
      assertArrayEquals(tokenizer.encode(TEXT), encode(one, tokenizer));
    }
  }

  @Test
  void theEndTokenStandsBetweenDocuments() throws IOException {
    List<String> pieces = pieces();
    IntStream expected = IntStream.of(ENDED.encode(pieces.get(0)));
    for (String piece : pieces.subList(1, pieces.size())) {
      expected = IntStream.concat(expected, IntStream.of(0));
      expected =
          IntStream.of(IntStream.concat(expected, IntStream.of(ENDED.encode(piece))).toArray());
    }
    assertArrayEquals(expected.toArray(), encode(corpus(pieces), ENDED));
  }

  @Test
  void withoutAnEndTokenDocumentsAreJoined() throws IOException {
    List<String> pieces = pieces();
    String joined = String.join("\n\n", pieces);
    for (Tokenizer tokenizer : List.of(PLAIN, CharTokenizer.train(joined))) {
      assertArrayEquals(tokenizer.encode(joined), encode(corpus(pieces), tokenizer));
    }
  }

  @Test
  void aSpellingOfTheEndTokenIsOrdinaryText() throws IOException {
    int[] ids = encode(corpus(List.of("a<|endoftext|>b", "c")), ENDED);
    assertEquals(1, Arrays.stream(ids).filter(id -> id == 0).count());
  }

  @Test
  void theTokenFileHoldsTheIds() {
    Path file = folder.resolve("a.tok");
    int[] ids = PLAIN.encode(TEXT);
    assertEquals(ids.length, CorpusEncoder.write(corpus(List.of(TEXT)), PLAIN, file));
    int[] back = new int[ids.length];
    TokenFile.open(file).read(0, back);
    assertArrayEquals(ids, back);
  }
}
