package org.glassllm.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.token.files.Tokenizers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharTokenizerTest {
  @TempDir Path folder;

  @Test
  void idsAreTheSortedDistinctCharacters() {
    CharTokenizer chars = CharTokenizer.train("ba\nab\ud83d\ude00");
    assertEquals(4, chars.vocabSize());
    assertArrayEquals(new int[] {0, 1, 2, 3}, chars.encode("\nab\ud83d\ude00"));
    assertEquals("b\ud83d\ude00", chars.decode(2, 3));
  }

  @Test
  void anUnknownCharacterIsAnErrorWithARemedy() {
    CharTokenizer chars = CharTokenizer.train("ab");
    String message = assertThrows(InputException.class, () -> chars.encode("a\u4f60")).getMessage();
    assertTrue(message.contains("'\u4f60' (U+4F60)"), message);
    assertTrue(message.contains("bpe"), message);
    assertThrows(InputException.class, () -> chars.decode(2));
    assertThrows(InputException.class, () -> chars.encodeBytes(new byte[] {(byte) 0xFF}));
    assertThrows(InputException.class, () -> CharTokenizer.train(""));
  }

  @Test
  void unknownCharactersBecomeTheUnknownToken() {
    CharTokenizer chars = CharTokenizer.train("ab", SpecialTokens.numbered(List.of("<unk>")));
    assertArrayEquals(new int[] {1, 0, 2}, chars.encode("a?b"));
  }

  @Test
  void filesAndStreamsKeepIdsAndSpecials() throws IOException {
    String text = ("xy \ud83d\ude00\n\"\\\u0000").repeat(30_000);
    CharTokenizer chars = CharTokenizer.train(text, SpecialTokens.numbered(List.of("<pad>")));
    Path file = folder.resolve("t.json");
    Tokenizers.save(chars, file);
    Tokenizer loaded = Tokenizers.load(file);
    assertArrayEquals(chars.encode(text), loaded.encode(text));
    assertEquals(chars.specialTokens(), loaded.specialTokens());
    assertEquals(0, loaded.special(SpecialRole.PAD).getAsInt());
    IntArrayList streamed = new IntArrayList(8);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    loaded.encodeTo(
        new ByteArrayInputStream(bytes),
        (ids, n) -> streamed.addElements(streamed.size(), ids, 0, n));
    assertArrayEquals(chars.encode(text), streamed.toIntArray());
  }

  @Test
  void anUnknownCharacterCoversItselfAlone() {
    CharTokenizer tokenizer = CharTokenizer.train("ab", SpecialTokens.numbered(List.of("<unk>")));
    assertEquals(
        List.of(new TokenSpan(1, 0, 1), new TokenSpan(0, 1, 2), new TokenSpan(2, 2, 3)),
        tokenizer.spans("a?b"));
  }

  @Test
  void aLoneSurrogateBecomesTheReplacementCharacter() {
    CharTokenizer tokenizer = CharTokenizer.train("a\ud83d", SpecialTokens.NONE);
    assertEquals("a\ufffd", tokenizer.decode(tokenizer.encode("a\ud83d")));
  }
}
