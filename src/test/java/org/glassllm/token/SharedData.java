package org.glassllm.token;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.files.Tokenizers;

/** Reference data beside the project. A test without its data is skipped. */
public final class SharedData {
  private SharedData() {}

  public static Path require(String name) {
    String root = System.getProperty("GLASS_SHARED", System.getenv("GLASS_SHARED"));
    Path file = Path.of(root == null ? "../shared" : root).resolve("data").resolve(name);
    assumeTrue(Files.exists(file), "skipped: no " + file + " (set GLASS_SHARED to its folder)");
    return file;
  }

  public static BpeTokenizer gpt2() {
    require("gpt2/merges.txt");
    return (BpeTokenizer) Tokenizers.load(require("gpt2/vocab.json").getParent());
  }
}
