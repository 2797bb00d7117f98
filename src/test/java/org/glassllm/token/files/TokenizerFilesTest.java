package org.glassllm.token.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.token.ByteAlphabet;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.RandomTexts;
import org.glassllm.token.SharedData;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.bpe.BpeTrainer;
import org.glassllm.token.bpe.WordPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerFilesTest {
  @TempDir Path folder;
  private static final SpecialTokens SPECIALS =
      new SpecialTokens(
          Map.of("<pad>", 0, "<a b>", 1),
          Map.of(SpecialRole.PAD, "<pad>", SpecialRole.BOS, "<a b>", SpecialRole.EOS, "<a b>"));

  private static final BpeTokenizer BPE =
      BpeTrainer.train(
          RandomTexts.mixedText(),
          BpeSettings.of(900).withPattern(WordPattern.O200K).withSpecials(SPECIALS));

  @Test
  void tokenizerJsonKeepsEveryPart() {
    Path file = folder.resolve("tokenizer.json");
    Tokenizers.save(BPE, file);
    for (Path path : List.of(file, folder)) {
      BpeTokenizer loaded = (BpeTokenizer) Tokenizers.load(path);
      assertEquals(BPE.merges(), loaded.merges());
      assertEquals(BPE.pattern(), loaded.pattern());
      assertEquals(BPE.specialTokens(), loaded.specialTokens());
      assertEquals(1, loaded.special(SpecialRole.BOS).getAsInt());
      assertEquals(1, loaded.special(SpecialRole.EOS).getAsInt());
      assertTrue(loaded.special(SpecialRole.MASK).isEmpty());
      assertArrayEquals(BPE.model().tokens(), loaded.model().tokens());
    }
  }

  @Test
  void gpt2FilesKeepEveryPart() {
    BpeTokenizer gpt2 =
        BpeTrainer.train(RandomTexts.mixedText(), BpeSettings.of(900).withSpecials(SPECIALS));
    Tokenizers.saveGpt2(gpt2, folder);
    BpeTokenizer loaded = (BpeTokenizer) Tokenizers.load(folder);
    assertEquals(gpt2.merges(), loaded.merges());
    assertEquals(gpt2.specialTokens(), loaded.specialTokens());
    assertArrayEquals(gpt2.model().tokens(), loaded.model().tokens());
  }

  @Test
  void tiktokenFilesAndTheirJsonKeepIds() {
    BpeTokenizer plain = BpeTrainer.train(RandomTexts.mixedText(), BpeSettings.of(2000));
    Path file = folder.resolve("own.tiktoken");
    Tokenizers.saveTiktoken(plain, file);
    Tokenizer loaded = Tokenizers.load(file, WordPattern.GPT2);
    Path json = folder.resolve("own.json");
    Tokenizers.save(loaded, json);
    Tokenizer again = Tokenizers.load(json);
    RandomTexts texts = new RandomTexts(77);
    for (int i = 0; i < 3000; i++) {
      String text = texts.next();
      assertEquals(text, again.decode(loaded.encode(text)));
      assertArrayEquals(loaded.encode(text), again.encode(text));
    }
    String message = assertThrows(InputException.class, () -> Tokenizers.load(file)).getMessage();
    assertTrue(message.contains("give the pattern: gpt2, cl100k or o200k"), message);
  }

  @Test
  void saveTiktokenRejectsSpecialTokensItWouldLose() {
    BpeTokenizer special =
        BpeTrainer.train(RandomTexts.mixedText(), BpeSettings.of(400).withSpecials(SPECIALS));
    Path file = folder.resolve("lost.tiktoken");
    String message =
        assertThrows(InputException.class, () -> Tokenizers.saveTiktoken(special, file))
            .getMessage();
    assertTrue(message.contains("tokenizer.json"), message);
    assertFalse(Files.exists(file));
  }

  @Test
  void gpt2FilesLoadAsGpt2() {
    BpeTokenizer gpt2 = SharedData.gpt2();
    assertEquals(50257, gpt2.vocabSize());
    assertEquals(Map.of("<|endoftext|>", 50256), gpt2.specialTokens());
    assertArrayEquals(new int[] {15496, 995}, gpt2.encode("Hello world"));
  }

  @Test
  void llama3FilesKeepTheirPostProcessor() throws IOException {
    String regex = WordPattern.CL100K.regex().replace("\\", "\\\\");
    StringBuilder vocab = new StringBuilder();
    int id = 0;
    for (byte b : ByteAlphabet.inOrder()) {
      String c = "" + ByteAlphabet.of(b);
      c = c.equals("\"") || c.equals("\\") ? "\\" + c : c;
      vocab.append('"').append(c).append("\":").append(id++).append(',');
    }
    String json =
        "{\"added_tokens\":[{\"id\":258,\"content\":\"<|begin_of_text|>\",\"special\":true}],"
            + "\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\","
            + "\"pattern\":{\"Regex\":\""
            + regex
            + "\"},\"behavior\":\"Isolated\",\"invert\":false},{\"type\":\"ByteLevel\","
            + "\"add_prefix_space\":false,\"trim_offsets\":true,\"use_regex\":false}]},"
            + "\"post_processor\":{\"type\":\"Kept\"},\"model\":{\"type\":\"BPE\","
            + "\"ignore_merges\":true,\"vocab\":{"
            + vocab
            + "\"ab\":256,\"abc\":257},\"merges\":[[\"a\",\"b\"]]}}";
    Path file = Files.writeString(folder.resolve("llama.json"), json);
    BpeTokenizer llama = (BpeTokenizer) Tokenizers.load(file);
    assertEquals(WordPattern.CL100K, llama.pattern());
    assertArrayEquals(new int[] {257}, llama.encode("abc"), "whole words need no merge");
    assertEquals(258, llama.special(SpecialRole.BOS).getAsInt());
    Tokenizers.save(llama, file);
    assertTrue(Files.readString(file).contains("Kept"));
  }

  @Test
  void addedTokensAreAlwaysFound() throws IOException {
    Path file = folder.resolve("t.json");
    Tokenizers.save(BPE, file);
    String json =
        Files.readString(file)
            .replaceFirst(
                "\"added_tokens\": \\[",
                "\"added_tokens\": [{\"id\":900,\"content\":\"tab le\",\"special\":false},");
    Files.writeString(file, json);
    Tokenizer loaded = Tokenizers.load(file);
    int[] ids = loaded.encode("a tab le\u00e9");
    assertEquals(1, java.util.stream.IntStream.of(ids).filter(id -> id == 900).count());
    assertEquals("a tab le\u00e9", loaded.decode(ids));
    assertEquals(SPECIALS.ids(), loaded.specialTokens());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "\"BPE\" ~ \"Unigram\" ~ model.type",
        "\"normalizer\": null ~ \"normalizer\": {\"type\":\"NFC\"} ~ normalizer",
        "\"dropout\": null ~ \"dropout\": 0.1 ~ model.dropout",
        "\"id\": 0, ~ \"id\": 0.5, ~ added_tokens[0].id",
        "\"special\": true ~ \"special\": false ~ t.json: added_tokens: illegal token of the role",
        "\"id\": 0, ~ \"id\": 7, ~ added_tokens[0].id",
        "\"lstrip\": false ~ \"lstrip\": true ~ added_tokens[0].lstrip",
        "\"Isolated\" ~ \"Merged\" ~ pre_tokenizer.pretokenizers[0].behavior",
        "\"add_prefix_space\": false ~ \"add_prefix_space\": true ~ add_prefix_space",
        "\"<pad>\": 0 ~ \"<pad>\": 2 ~ model.vocab[",
        "\"<pad>\": 0 ~ \"<pad>\": 99999999999 ~ model.vocab[",
        "\"<pad>\": 0 ~ \"<pad>\": 16777215 ~ model.vocab[",
        "\"<pad>\": 0 ~ \"<pad>\": -1 ~ model.vocab[",
        "\"truncation\": null ~ \"truncation\": {\"max_length\": 4} ~ truncation",
        "\"padding\": null ~ \"padding\": {\"pad_id\": 0} ~ padding",
        "\"type\": \"Split\" ~ \"type\": \"Digits\" ~ pre_tokenizer.pretokenizers[0].type",
        "\"merges\": [ ~ \"merges\": [\"a b c\", ~ model.merges[0]",
        "\"merges\": [ ~ \"merges\": [[\"q\",\"qqqqq\"], ~ model.merges[0]",
        "\"merges\" ~ \"merge\" ~ model.merges",
        "\"merges\": [ ~ \"merges\": ] ~ not valid JSON",
        "\"model\" ~ \"mode\" ~ model"
      })
  void aDamagedFileIsRejectedByField(String good, String bad, String named) throws IOException {
    Path file = folder.resolve("t.json");
    Tokenizers.save(BPE, file);
    String json = Files.readString(file);
    assertTrue(json.contains(good), good);
    Files.writeString(file, json.replace(good, bad));
    assertRefused(file, named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "[\\\\s\\\\S] ~ \\\\s ~ pre_tokenizer.pattern.Regex",
        "\"Split\" ~ \"Whitespace\" ~ pre_tokenizer.type",
        "\"unk_token\": \"<unk>\" ~ \"unk_token\": \"a\" ~ model.unk_token",
        "\"unk_token\": \"<unk>\" ~ \"unk_token\": null ~ model.unk_token",
        "\"post_processor\": null ~ \"post_processor\": {} ~ post_processor",
      })
  void aForeignCharacterFileIsRejectedByField(String good, String bad, String named)
      throws IOException {
    Path file = folder.resolve("c.json");
    for (List<String> specials : List.of(List.of("<unk>"), List.<String>of())) {
      Tokenizers.save(CharTokenizer.train("ab", SpecialTokens.numbered(specials)), file);
      assertEquals(2 + specials.size(), Tokenizers.load(file).vocabSize());
      String json = Files.readString(file);
      assertTrue(json.contains(good), good);
      Files.writeString(file, json.replace(good, bad));
      assertRefused(file, named);
    }
  }

  @Test
  void aTruncatedFileIsRejectedAtEveryLength() throws IOException {
    Path file = folder.resolve("t.json");
    Tokenizers.save(BpeTrainer.train("abab", BpeSettings.of(257)), file);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length - 2; length += 37) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThrows(InputException.class, () -> Tokenizers.load(file));
    }
  }

  @Test
  void damagedGpt2FilesAreRejectedByLine() throws IOException {
    BpeTokenizer gpt2 = BpeTrainer.train("abab abab", BpeSettings.of(258));
    Tokenizers.saveGpt2(gpt2, folder);
    Path merges = folder.resolve("merges.txt");
    String text = Files.readString(merges);
    Files.writeString(merges, text + "a b c\n");
    assertRefused(folder, "merges.txt, line 4");
    Files.writeString(merges, text + "zz b\n");
    assertRefused(folder, "merges.txt, line 4");
    Files.writeString(merges, text + "z".repeat(5000) + " b\n");
    assertRefused(folder, "merges.txt, line 4");
    Files.delete(merges);
    assertRefused(folder, "merges.txt");
    assertRefused(folder.resolve("absent"), "no such file");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertRefused(empty, "no tokenizer in");
  }

  @ParameterizedTest
  @CsvSource({
    "YQ== 0 1",
    "YQ==",
    "?? 0",
    "YQ== x",
    "YQ== -1",
    "YQ== 99999999",
    "YQ== +1",
    "YQ== ١"
  })
  void damagedTiktokenFilesAreRejectedByLine(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("gpt2.tiktoken"), "Yg== 5\n" + line + "\n");
    assertRefused(file, "line 2");
  }

  @Test
  void aDuplicateRankIsRejected() throws IOException {
    Path file = Files.writeString(folder.resolve("gpt2.tiktoken"), "Yg== 5\nYQ== 5\n");
    assertRefused(file, "line 2");
    Files.writeString(file, "\n");
    assertRefused(file, "no tokens");
  }

  @Test
  void aRepeatedOrMissingTiktokenTokenIsRejected() throws IOException {
    Path file = folder.resolve("gpt2.tiktoken");
    Files.writeString(file, "YQ== 0\nYg== 1\nYQ== 2\n");
    assertRefused(file, "line 3");
    Files.writeString(file, "YQ== 0\nYg== 2\n");
    assertRefused(file, "lacks the token with the rank 1");
    Files.writeString(file, "Yg== 16777215\n");
    assertRefused(file, "lacks the token with the rank 0");
  }

  @Test
  void aTiktokenFileHasEveryByte() throws IOException {
    Path file = folder.resolve("gpt2.tiktoken"), json = folder.resolve("t.json");
    BpeTokenizer own = BpeTrainer.train("on on on", BpeSettings.of(257));
    Tokenizers.saveTiktoken(own, file);
    Files.writeString(file, Files.readString(file).replace("bw== ", "bwb= "));
    assertRefused(file, "gpt2.tiktoken lacks the token of byte 111");
    Tokenizers.save(own, json);
    String merges =
        Files.readString(json).replaceAll("(?s)\"merges\": \\[.*?\\]", "\"merges\": []");
    Files.writeString(json, merges.replace("\"o\": ", "\"oo\": "));
    BpeTokenizer lacking = (BpeTokenizer) Tokenizers.load(json);
    String message =
        assertThrows(InputException.class, () -> Tokenizers.saveTiktoken(lacking, file))
            .getMessage();
    assertTrue(message.contains("byte 111 has no token"), message);
  }

  @Test
  void aTiktokenFileIsNotWrittenWithMissingTokens() throws IOException {
    Path json = folder.resolve("t.json");
    Tokenizers.save(BpeTrainer.train("abab", BpeSettings.of(257)), json);
    Files.writeString(json, Files.readString(json).replace("\"ab\": 256", "\"ab\": 300"));
    BpeTokenizer gaps = (BpeTokenizer) Tokenizers.load(json);
    Path file = folder.resolve("t.tiktoken");
    String message =
        assertThrows(InputException.class, () -> Tokenizers.saveTiktoken(gaps, file)).getMessage();
    assertTrue(message.contains("the id 256 has no token"), message);
  }

  @Test
  void aTokenOfAMegabyteLoadsInSeconds() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int b = 0; b < 256; b++) {
      lines.append(base64(new byte[] {(byte) b})).append(' ').append(b).append('\n');
    }
    byte[] longToken = new byte[1_000_000];
    Arrays.fill(longToken, (byte) 'a');
    lines.append(base64(longToken)).append(" 256\n");
    Path file = Files.writeString(folder.resolve("gpt2.tiktoken"), lines);
    Tokenizer loaded = assertTimeout(Duration.ofSeconds(3), () -> Tokenizers.load(file));
    assertArrayEquals(longToken, loaded.decodeBytes(256));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static void assertRefused(Path path, String named) {
    String message = assertThrows(InputException.class, () -> Tokenizers.load(path)).getMessage();
    assertTrue(message.contains(named) && message.length() < 500, message);
    assertEquals(1, message.lines().count(), message);
  }
}
