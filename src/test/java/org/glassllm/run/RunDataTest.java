package org.glassllm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.batch.TokenFile;
import org.glassllm.batch.TokenFileWriter;
import org.glassllm.batch.TokenSource;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.files.Tokenizers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checksums, splits and ids; the constants were computed when texts were held in memory. */
class RunDataTest {
  private static final String ONE = "the cat sat on the mat. 你好, 😀!\n".repeat(40);

  @TempDir Path folder;

  private String many() throws IOException {
    Path many = Files.createDirectories(folder.resolve("many"));
    for (int i = 0; i < 20; i++) {
      String text = "file " + i + " 你好" + " ".repeat(i) + "x".repeat(i);
      Files.writeString(many.resolve(String.format("%02d.txt", i)), text);
    }
    return many.toString();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Recipe recipe(String tokenizer) {
    Recipe r = Recipes.named("test");
    return new Recipe(r.preset(), r.model(), r.training(), tokenizer, 300);
  }

  private static int[] ids(TokenSource source) {
    int[] ids = new int[(int) source.size()];
    source.read(0, ids);
    return ids;
  }

  private static String hash(int... ids) {
    return Hash.sha256(Arrays.stream(ids).mapToObj(i -> i + " ").collect(Collectors.joining()));
  }

  private TokenFile[] encode(RunData data, Tokenizer tokenizer) {
    Path training = folder.resolve("t.tok"), validation = folder.resolve("v.tok");
    data.encode(tokenizer, training, validation);
    return new TokenFile[] {TokenFile.open(training), TokenFile.open(validation)};
  }

  private void assertAsBefore(
      RunData data, String sha256, long training, long validation, String... hashes) {
    assertEquals(sha256, data.sha256());
    TextData text = (TextData) data;
    assertEquals(training, text.training().summary().characters());
    assertEquals(validation, text.validation().summary().characters());
    for (int i = 0; i < hashes.length; i += 2) {
      TokenFile[] files = encode(data, data.tokenizer(recipe(i == 0 ? "char" : "bpe")));
      assertEquals(hashes[i], hash(ids(files[0])).substring(0, 16));
      assertEquals(hashes[i + 1], hash(ids(files[1])).substring(0, 16));
    }
  }

  @Test
  void aFileGivesTheIdsThatItAlwaysGave() throws IOException {
    assertAsBefore(
        RunData.read(file("a.txt", ONE)),
        "c14246014f9d797809cb493f9d19e5ed3e77c87faf46b7958cff74b2ca59d888",
        1152,
        128,
        "3304e3500328e5c4",
        "8e4472593d6ed647",
        "76bd36bccc300d20",
        "6a3dbce6f2745f35");
    assertAsBefore(
        RunData.read(file("e.txt", "😀".repeat(55))),
        "88f5a3cdaade0df82ce2a4bf483286caa3b2bb9fae16c6e4e33c209920284137",
        98,
        12,
        "a06664d38d0969c4",
        "2160c8fe0f7c4730",
        "332cd377cd7124cd",
        "9c15187531055489");
  }

  @Test
  void manyDocumentsKeepTheirChecksumAndCharacters() throws IOException {
    assertAsBefore(
        RunData.read(many()),
        "3f52c4fb48898e5abf7f864f87fa5a376d6aec0e291dcda4667848571a3bfb0a",
        510,
        96,
        "f69f36ed1a759a54",
        "3d83f477317459ea");
    assertAsBefore(
        RunData.read(RunData.TALES),
        "6bb422fd17a2d4c128338f30f9abcb8c4801b73807d7d3cb95cd271ac63f9578",
        884_448,
        98_273,
        "7a3360333dc91b09",
        "61b157b937b6b5b8");
  }

  @Test
  void onlyManyDocumentsGetAnEndToken() throws IOException {
    RunData one = RunData.read(file("a.txt", ONE));
    Tokenizer plain = one.tokenizer(recipe("bpe"));
    assertTrue(plain.specialTokens().isEmpty());
    assertNull(one.describe(plain).documentEnd());
    String lines = "{\"text\":\"one two\"}\n".repeat(20);
    for (String source : new String[] {many(), RunData.TALES, file("a.jsonl", lines)}) {
      RunData data = RunData.read(source);
      Tokenizer tokenizer = data.tokenizer(recipe("bpe"));
      int end = tokenizer.special(SpecialRole.EOS).orElseThrow();
      assertEquals(end, data.describe(tokenizer).documentEnd());
      long ends = Arrays.stream(ids(encode(data, tokenizer)[0])).filter(i -> i == end).count();
      assertEquals(((TextData) data).training().size() - 1, ends);
    }
  }

  @Test
  void theLastTenthOfATokenFileIsForValidation() throws IOException {
    String tokenizer = folder.resolve("t.json").toString();
    Tokenizer trained = RunData.read(file("a.txt", ONE)).tokenizer(recipe("bpe"));
    Tokenizers.save(trained, Path.of(tokenizer));
    int[] ids = trained.encode(ONE);
    Path file = folder.resolve("a.tok");
    TokenFileWriter.writeAll(file, trained.vocabSize(), ids);
    RunData data = RunData.read(file.toString());
    TokenFile[] files = encode(data, data.tokenizer(recipe(tokenizer)));
    int cut = (int) (ids.length * 0.9);
    assertEquals(hash(Arrays.copyOf(ids, cut)), hash(ids(files[0])));
    assertEquals(hash(Arrays.copyOfRange(ids, cut, ids.length)), hash(ids(files[1])));
    assertEquals(Hash.sha256(file), data.sha256());
  }

  @Test
  void aTokenFileNeedsItsOwnTokenizer() throws IOException {
    Tokenizer small = RunData.read(file("b.txt", ONE)).tokenizer(recipe("char"));
    Path file = folder.resolve("a.tok");
    TokenFileWriter.writeAll(file, 300, 1, 2, 3, 299, 5, 6, 7, 8, 9, 10);
    RunData data = RunData.read(file.toString());
    String message = assertThrows(InputException.class, () -> encode(data, small)).getMessage();
    assertTrue(message.contains("token 3 is 299, must be from 0 to 16"), message);
    assertEquals(1, message.lines().count());
    message = assertThrows(InputException.class, () -> data.tokenizer(recipe("bpe"))).getMessage();
    assertTrue(message.contains("the tokenizer.json that encoded the file"), message);
  }
}
