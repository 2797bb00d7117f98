package org.glassllm.token;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reference data beside the project; a test that needs it is skipped where it is absent. */
final class SharedData {
  private SharedData() {}

  static Path require(String name) {
    String root = System.getProperty("GLASS_SHARED", System.getenv("GLASS_SHARED"));
    Path file = Path.of(root == null ? "../shared" : root).resolve("data").resolve(name);
    assumeTrue(Files.exists(file), "skipped: no " + file + " (set GLASS_SHARED to its folder)");
    return file;
  }

  static BpeTokenizer gpt2() {
    require("gpt2/merges.txt");
    return (BpeTokenizer) Tokenizers.load(require("gpt2/vocab.json").getParent());
  }
}
