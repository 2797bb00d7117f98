package org.glassllm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.glassllm.batch.TokenFile;
import org.glassllm.text.tales.Tales;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.files.Tokenizers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code glass tokenizer} and their output. */
class TokenizerCommandTest {
  private static final String TALES = Tales.generateBytes(7, 20_000);

  @TempDir Path folder;
  private Path text;
  private Path file;

  @BeforeEach
  void train() throws IOException {
    text = Files.writeString(folder.resolve("tales.txt"), TALES);
    file = folder.resolve("t.json");
    Glass.Result result = trained(file, "<|end|>");
    assertEquals(0, result.code(), result.err());
  }

  /** Trains a tokenizer with a special token. */
  private Glass.Result trained(Path out, String special) {
    String data = text.toString(), to = out.toString();
    return run("train", "--data", data, "--vocab", "400", "--out", to, "--special", special);
  }

  private static Glass.Result run(String... args) {
    List<String> all = new ArrayList<>(List.of("tokenizer"));
    all.addAll(List.of(args));
    return Glass.run(all.toArray(new String[0]));
  }

  private static String ok(String... args) {
    Glass.Result result = run(args);
    assertEquals(0, result.code(), result.err());
    return result.out();
  }

  private String[] with(String command, String... args) {
    List<String> all = new ArrayList<>(List.of(command, "--tokenizer", file.toString()));
    all.addAll(List.of(args));
    return all.toArray(new String[0]);
  }

  private static int[] ids(String json) {
    return JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("ids").asList().stream()
        .mapToInt(e -> e.getAsInt())
        .toArray();
  }

  @Test
  void encodeAndDecodeAreInverse() {
    int[] ids = ids(ok(with("encode", "--text", "Once upon a time, 小明")));
    Tokenizer tokenizer = Tokenizers.load(file);
    assertArrayEquals(tokenizer.encode("Once upon a time, 小明"), ids);
    String listed = java.util.Arrays.toString(ids).replaceAll("[\\[\\] ]", "");
    assertTrue(ok(with("decode", "--ids", listed)).contains("Once upon a time, 小明"));
  }

  @Test
  void aFileBecomesATokenFileThatTrainingReads() {
    Path out = folder.resolve("tales.tok");
    String json = ok(with("encode", "--input", text.toString(), "--out", out.toString()));
    int[] expected = Tokenizers.load(file).encode(TALES);
    assertEquals(
        expected.length, JsonParser.parseString(json).getAsJsonObject().get("tokens").getAsInt());
    TokenFile tokens = TokenFile.open(out);
    int[] read = new int[expected.length];
    tokens.read(0, read);
    assertEquals(expected.length, tokens.size());
    assertArrayEquals(expected, read);
  }

  @Test
  void aRefusedSpecialTokenLeavesNoFile() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.txt"), TALES + "<|end|>");
    Path out = folder.resolve("bad.tok");
    Glass.Result result =
        Glass.run(
            "tokenizer",
            "encode",
            "--tokenizer",
            file.toString(),
            "--input",
            bad.toString(),
            "--out",
            out.toString(),
            "--special",
            "refuse");
    assertEquals(2, result.code());
    assertTrue(result.err().contains("<|end|>"), result.err());
    try (var files = Files.list(folder)) {
      assertEquals(
          List.of("bad.txt", "t.json", "tales.txt"),
          files.map(p -> p.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void specialTokensAreTextOrIdsByOption() {
    assertEquals(1, ids(ok(with("encode", "--text", "<|end|>", "--special", "allow"))).length);
    assertTrue(ids(ok(with("encode", "--text", "<|end|>"))).length > 1);
  }

  @Test
  void jsonLinesBecomeArraysOfIds() throws IOException {
    Path lines = Files.writeString(folder.resolve("l.jsonl"), "\"a\\nb\"\n\"\"\n\"Lily\"\n");
    String[] out = ok(with("encode", "--jsonl", "--input", lines.toString())).split("\n");
    Tokenizer tokenizer = Tokenizers.load(file);
    List<String> texts = List.of("a\nb", "", "Lily");
    assertEquals(3, out.length);
    for (int i = 0; i < 3; i++) {
      assertEquals(
          java.util.Arrays.toString(tokenizer.encode(texts.get(i))).replace(" ", ""),
          out[i].replace(" ", ""));
    }
  }

  @Test
  void tokensAreShownInColourAndAsHtml() throws IOException {
    assertTrue(ok(with("show", "--text", "Lily had a kite")).contains("\u001b["));
    assertTrue(ok(with("show", "--html", "--text", "Lily <b>")).contains("&lt;"));
    String json = ok(with("show", "--json", "--text", "Lily"));
    assertTrue(json.startsWith("{\"tokens\":[{\"id\":"), json);
    Path file = folder.resolve("tokens.json");
    assertEquals("", ok(with("show", "--json", "--text", "Lily", "--out", file.toString())));
    assertEquals(json, Files.readString(file));
    assertEquals(2, run(with("show", "--json", "--html", "--text", "Lily")).code());
  }

  @Test
  void theBenchReportsAllSpeeds() {
    String json =
        ok("bench", "--data", text.toString(), "--vocab", "400", "--rounds", "1", "--json");
    JsonObject o = JsonParser.parseString(json).getAsJsonObject();
    for (String key :
        List.of(
            "train_seconds",
            "encode_mb_per_s",
            "decode_mb_per_s",
            "tokens_per_byte",
            "peak_heap_mb",
            "parallel_speedup",
            "high_entropy_encode_mb_per_s")) {
      assertTrue(o.get(key).getAsDouble() > 0, key);
    }
  }

  @Test
  void aSpecialTokenSpelledLikeTextIsRejected() {
    for (String special : List.of("#", "One")) {
      Path out = folder.resolve("never.json");
      Glass.Result result = trained(out, special);
      assertEquals(2, result.code(), special);
      assertTrue(result.err().contains("<|" + special + "|>"), result.err());
      assertFalse(Files.exists(out));
    }
  }

  @Test
  void nothingIsPrintedOfATextThatFails() throws IOException {
    Path characters = folder.resolve("c.json");
    String[] train = {"train", "--type", "char", "--out", characters.toString(), "--data"};
    ok(train[0], train[1], train[2], train[3], train[4], train[5], text.toString());
    Path bad = Files.writeString(folder.resolve("bad.txt"), TALES.repeat(9) + "@");
    Glass.Result result =
        run("encode", "--tokenizer", characters.toString(), "--input", bad.toString());
    assertEquals(2, result.code());
    assertEquals("", result.out());
    assertEquals(
        Tokenizers.load(file).encode(TALES).length,
        ids(ok(with("encode", "--input", text.toString()))).length);
  }

  @Test
  void trainingReadsAFolderAsACorpus() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("a.txt"), "ab");
    Files.write(data.resolve(".hidden"), new byte[] {(byte) 0xFF});
    Files.createSymbolicLink(data.resolve("linked"), Files.createDirectory(folder.resolve("l")));
    Files.writeString(folder.resolve("l/b.txt"), "cd");
    Path out = folder.resolve("c.json");
    ok("train", "--type", "char", "--data", data.toString(), "--out", out.toString());
    assertEquals(5, Tokenizers.load(out).vocabSize(), "a, b, c, d and the line end between");
    Glass.Result result = run("train", "--data", "", "--out", out.toString());
    assertEquals(2, result.code());
    assertTrue(result.err().contains("the path is empty"), result.err());
  }

  /** 200 MB of words and 20 MB of numbers through a process whose heap is 100 MB. */
  @Test
  void textLargerThanMemoryStreamsThrough() throws Exception {
    streams(TALES, 200_000_000);
    streams("1.5,22,-3\n".repeat(1000), 20_000_000);
  }

  private void streams(String unit, long bytes) throws Exception {
    byte[] block = unit.getBytes(UTF_8);
    long blocks = bytes / block.length;
    Path out = folder.resolve("large.tok");
    Path log = folder.resolve("large.log");
    List<String> command = Glass.command(with("encode", "--input", "-", "--out", out.toString()));
    command.replaceAll(s -> s.startsWith("-Xmx") ? "-Xmx100m" : s);
    command.add(command.indexOf("org.glassllm.cli.Main") + 1, "tokenizer");
    Process process = Glass.start(log, command);
    try (OutputStream in = new BufferedOutputStream(process.getOutputStream())) {
      for (long i = 0; i < blocks; i++) {
        in.write(block);
      }
    }
    assertTrue(process.waitFor(3, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), () -> read(log));
    // A tale ends with a blank line, so no word spans two blocks.
    long perBlock = Tokenizers.load(file).encode(unit).length;
    assertEquals(perBlock * blocks, TokenFile.open(out).size());
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
