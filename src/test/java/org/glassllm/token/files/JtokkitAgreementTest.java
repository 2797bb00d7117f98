package org.glassllm.token.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.glassllm.token.RandomTexts;
import org.glassllm.token.bpe.BpeTokenizer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares with jtokkit, an independent implementation of OpenAI's encodings. */
class JtokkitAgreementTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"R50K_BASE,11", "CL100K_BASE,12", "O200K_BASE,13"})
  void encodingEqualsJtokkitOnRandomTexts(EncodingType type, long seed) throws IOException {
    BpeTokenizer ours = load(type);
    Encoding reference = Encodings.newLazyEncodingRegistry().getEncoding(type);
    IntStream.range(0, 40)
        .parallel()
        .forEach(
            part -> {
              RandomTexts texts = new RandomTexts(seed * 1000 + part);
              for (int i = 0; i < 2600; i++) {
                String text = texts.next();
                int[] expected = reference.encodeOrdinary(text).toArray();
                assertArrayEquals(expected, ours.encode(text), () -> RandomTexts.escape(text));
              }
            });
  }

  private BpeTokenizer load(EncodingType type) throws IOException {
    String name = type.getName() + ".tiktoken";
    Path file = folder.resolve(name);
    try (InputStream in = Encodings.class.getResourceAsStream("/com/knuddels/jtokkit/" + name)) {
      Files.copy(in, file);
    }
    return (BpeTokenizer) Tokenizers.load(file);
  }
}
