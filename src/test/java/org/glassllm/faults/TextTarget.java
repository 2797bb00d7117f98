package org.glassllm.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.glassllm.text.Corpus;
import org.glassllm.text.Document;

/** Accepts a text only if it is UTF-8, and then has exactly its characters. */
final class TextTarget implements Target {
  private static final String LINE = "The cat sat — 你好, naïve 😀 \u0301!\n";
  private static final String LINES =
      """
      {"text": "one \\u00e9 \\ud83d\\ude00\\n", "id": 1}

      {"id": 2, "text": "two 你好"}
      {"text": ""}
      {"text": "three", "more": [1, {"a": null}]}
      """;
  private static final String PLAIN = "only plain letters\n".repeat(30);
  private static final List<Charset> WIDE =
      Stream.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE").map(Charset::forName).toList();
  private final List<Sample> samples;

  TextTarget() {
    samples =
        List.of(
            sample("short.txt", LINE.repeat(20)),
            sample("long.txt", LINE.repeat(2500)),
            sample("lines.jsonl", LINES),
            sample("more.jsonl", LINES.repeat(30)));
  }

  private static Sample sample(String file, String text) {
    return Sample.of(file, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<Sample> samples() {
    return samples;
  }

  /** Encodes some texts as UTF-16 or UTF-32 without a byte-order mark. */
  @Override
  public byte[] damage(Sample sample, SplittableRandom random) {
    if (!sample.file().equals("short.txt") || random.nextInt(20) > 0) {
      return null;
    }
    return PLAIN.getBytes(WIDE.get(random.nextInt(WIDE.size())));
  }

  @Override
  public void read(Sample sample, byte[] damaged, Path folder) throws Exception {
    Corpus corpus = Corpus.read(folder.resolve(sample.file()));
    String text = StrictJson.utf8(damaged);
    for (Charset wide : WIDE) {
      StrictRecord.require(!PLAIN.equals(new String(damaged, wide)), "it is " + wide);
    }
    List<String> right = List.of(text);
    if (sample.file().endsWith(".jsonl")) {
      right = documents(text);
    }
    try (Stream<Document> documents = corpus.documents()) {
      assertEquals(right, documents.map(Document::text).toList(), "documents");
    }
    String joined = String.join(Corpus.SEPARATOR, right);
    byte[] bytes = joined.getBytes(StandardCharsets.UTF_8);
    assertEquals(bytes.length, corpus.summary().bytes(), "bytes");
    assertEquals(joined.length(), corpus.summary().characters(), "characters");
    String sum =
        HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    assertEquals(sum, corpus.summary().sha256(), "checksum");
  }

  private static List<String> documents(String text) throws StrictJson.Wrong {
    List<String> documents = new ArrayList<>();
    for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
      Object document = StrictJson.object(StrictJson.read(line), "a line").get("text");
      String own = StrictJson.string(document, "text");
      if (!own.isEmpty()) {
        StrictRecord.require(
            StandardCharsets.UTF_8.newEncoder().canEncode(own), "a line has a lone surrogate");
        documents.add(own);
      }
    }
    return documents;
  }
}
