package org.glassllm.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.glassllm.base.InputException;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.SpecialUse;
import org.glassllm.token.StreamDecoder;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.bpe.BpeTrainer;
import org.glassllm.token.bpe.WordPattern;
import org.glassllm.token.files.Tokenizers;

/**
 * Accepts a tokenizer only if its ids are those of a slow reference, texts survive a round trip,
 * and the saved tokenizer gives the same ids.
 */
final class TokenizerTarget implements Target {
  private static final String TEXT = "the cat sat on the mat; the hat that the cat had sat there. ";
  private static final List<String> WORDS =
      List.of("the", "thecatsat", "onthemat", "zzz", "hathat");
  private static final List<String> TEXTS =
      List.of(
          "the cat sat\non the  mat.",
          "Hello, World's 12345 你好 naïve 😀\t<|endoftext|><pad>",
          "",
          " \u0301é\r\n\n x");
  private static final SpecialTokens SPECIALS =
      SpecialTokens.numbered(List.of("<pad>", "<|endoftext|>"));
  private final List<Sample> samples = new ArrayList<>();
  private final Path folder;

  private TokenizerTarget(Path folder) {
    this.folder = folder;
  }

  static TokenizerTarget json(Path folder) throws IOException {
    TokenizerTarget target = new TokenizerTarget(folder);
    Tokenizers.save(bpe(WordPattern.GPT2, 2), folder.resolve("gpt2.json"));
    Tokenizers.save(bpe(WordPattern.CL100K, 2), folder.resolve("cl100k.json"));
    String all = TEXT + String.join("", TEXTS);
    Tokenizers.save(CharTokenizer.train(all), folder.resolve("char.json"));
    Tokenizers.save(
        CharTokenizer.train(TEXT, SpecialTokens.numbered(List.of("<pad>", "<unk>"))),
        folder.resolve("unknown.json"));
    return target.add("gpt2.json", "cl100k.json", "char.json", "unknown.json");
  }

  static TokenizerTarget gpt2(Path folder) throws IOException {
    TokenizerTarget target = new TokenizerTarget(folder);
    Tokenizers.saveGpt2(bpe(WordPattern.GPT2, 2), folder.resolve("gpt2"));
    return target.add("gpt2/vocab.json", "gpt2/merges.txt");
  }

  static TokenizerTarget tiktoken(Path folder) throws IOException {
    TokenizerTarget target = new TokenizerTarget(folder);
    Tokenizers.saveTiktoken(bpe(WordPattern.CL100K, 0), folder.resolve("cl100k.tiktoken"));
    return target.add("cl100k.tiktoken");
  }

  private static BpeTokenizer bpe(WordPattern pattern, int specials) {
    BpeSettings settings = BpeSettings.of(270 + specials).withPattern(pattern);
    return BpeTrainer.train(TEXT, specials == 0 ? settings : settings.withSpecials(SPECIALS));
  }

  private TokenizerTarget add(String... files) throws IOException {
    for (String file : files) {
      byte[] bytes = Files.readAllBytes(folder.resolve(file));
      samples.add(file.endsWith(".json") ? Sample.json(file, bytes) : Sample.of(file, bytes));
    }
    return this;
  }

  @Override
  public List<Sample> samples() {
    return samples;
  }

  @Override
  public List<String> names(Sample sample) {
    return sample.file().startsWith("gpt2/")
        ? List.of("vocab.json", "merges.txt")
        : Target.super.names(sample);
  }

  @Override
  public void read(Sample sample, byte[] damaged, Path own) throws Exception {
    Path file = own.resolve(sample.file());
    boolean gpt2 = sample.file().startsWith("gpt2/");
    Tokenizer tokenizer = Tokenizers.load(gpt2 ? file.getParent() : file);
    if (tokenizer instanceof CharTokenizer) {
      characters(tokenizer, StrictJson.object(damaged));
    } else {
      ReferenceBpe reference =
          gpt2
              ? ReferenceBpe.gpt2(
                  Files.readAllBytes(file.resolveSibling("vocab.json")),
                  Files.readAllBytes(file.resolveSibling("merges.txt")))
              : sample.file().endsWith(".tiktoken")
                  ? ReferenceBpe.tiktoken(damaged)
                  : ReferenceBpe.json(damaged);
      for (String word : WORDS) {
        int[] right = reference.encode(word);
        if (right != null) {
          assertArrayEquals(right, tokenizer.encode(word), "ids of " + word);
        }
      }
    }
    Tokenizer again = again(tokenizer, own.resolve("again.json"));
    for (String text : TEXTS) {
      roundTrip(tokenizer, again, text);
    }
  }

  /** Requires the ids of the file for each character, and its way of splitting. */
  private static void characters(Tokenizer tokenizer, Map<String, Object> root) throws Exception {
    Map<String, Object> model = StrictJson.object(root.get("model"), "model");
    for (Map.Entry<String, Object> e : StrictJson.object(model.get("vocab"), "vocab").entrySet()) {
      int id = (int) StrictJson.whole(e.getValue(), e.getKey());
      assertEquals(e.getKey(), tokenizer.decode(id), "token " + id);
      if (!tokenizer.specialTokens().containsKey(e.getKey())) {
        assertArrayEquals(new int[] {id}, tokenizer.encode(e.getKey()), "id of " + e.getKey());
      }
    }
    for (String absent : List.of("normalizer", "truncation", "padding")) {
      StrictRecord.require(root.get(absent) == null, absent + " is not null");
    }
    Map<String, Object> pre = StrictJson.object(root.get("pre_tokenizer"), "pre_tokenizer");
    Map<String, Object> pattern = StrictJson.object(pre.get("pattern"), "pattern");
    StrictRecord.require(
        "Split".equals(pre.get("type"))
            && "[\\s\\S]".equals(pattern.get("Regex"))
            && "Isolated".equals(pre.get("behavior"))
            && !Boolean.TRUE.equals(pre.get("invert")),
        "pre_tokenizer does not split characters");
    if (tokenizer.special(SpecialRole.UNK).isPresent()) {
      String unknown = tokenizer.decode(tokenizer.special(SpecialRole.UNK).getAsInt());
      assertEquals(unknown, model.get("unk_token"), "unk_token");
    }
  }

  /** Returns the saved and loaded tokenizer, or null if no file can hold it. */
  private static Tokenizer again(Tokenizer tokenizer, Path file) {
    try {
      Tokenizers.save(tokenizer, file);
    } catch (InputException e) {
      return null;
    }
    try {
      Tokenizer again = Tokenizers.load(file);
      assertEquals(tokenizer.vocabSize(), again.vocabSize(), "vocabulary size after saving");
      assertEquals(tokenizer.specialTokens(), again.specialTokens(), "specials after saving");
      return again;
    } catch (InputException e) {
      throw new AssertionError("the saved tokenizer is refused: " + e.getMessage(), e);
    }
  }

  private static void roundTrip(Tokenizer tokenizer, Tokenizer again, String text) {
    int[] ids, special;
    try {
      ids = tokenizer.encode(text);
      special = tokenizer.encode(text, SpecialUse.ALLOW_ALL);
    } catch (InputException e) {
      return; // the vocabulary lacks a byte or a character
    }
    boolean exact =
        tokenizer.special(SpecialRole.UNK).isEmpty() || tokenizer instanceof BpeTokenizer;
    if (exact) {
      assertEquals(text, tokenizer.decode(ids), "round trip");
      assertEquals(text, tokenizer.decode(special), "round trip with special tokens");
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertArrayEquals(bytes, tokenizer.decodeBytes(tokenizer.encodeBytes(bytes)), "bytes");
      assertArrayEquals(ids, tokenizer.encodeBytes(bytes), "ids of bytes");
    }
    StreamDecoder stream = tokenizer.streamDecoder();
    String streamed =
        java.util.Arrays.stream(ids).mapToObj(stream::accept).collect(Collectors.joining());
    assertEquals(tokenizer.decode(ids), streamed + stream.flush(), "stream");
    if (again != null) {
      assertArrayEquals(ids, again.encode(text), "ids after saving");
      assertArrayEquals(special, again.encode(text, SpecialUse.ALLOW_ALL), "special after saving");
    }
  }
}
