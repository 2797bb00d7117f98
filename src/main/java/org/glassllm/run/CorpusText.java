package org.glassllm.run;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.glassllm.base.Hash;
import org.glassllm.text.Corpus;
import org.glassllm.text.Split;
import org.glassllm.text.tales.Tales;

/**
 * The text of a run, cut into training and validation.
 *
 * @param source the file or folder, or {@code tales} for the bundled corpus
 * @param training what the model learns from
 * @param validation what it is judged by
 * @param sha256 of both parts together
 */
public record CorpusText(String source, String training, String validation, String sha256) {
  /** The name of the bundled corpus, which is generated and so needs no file. */
  public static final String TALES = "tales";

  private static final long TALES_SEED = 1;
  private static final long TALES_BYTES = 1_000_000;

  /**
   * Reads a text: its last tenth of characters, or of a folder's documents, is for validation.
   *
   * @param source a UTF-8 file or a folder of files, or {@link #TALES}
   */
  public static CorpusText read(String source) {
    if (TALES.equals(source)) {
      String text = Tales.generateBytes(TALES_SEED, TALES_BYTES);
      int cut = Split.boundary(text, Split.VALIDATION);
      return of(source, text.substring(0, cut), text.substring(cut));
    }
    Split split = Split.of(Corpus.read(Path.of(source)), Split.VALIDATION);
    return of(source, split.trainText(), split.validationText());
  }

  /** A source that means the same in any folder: the bundled corpus, or an absolute path. */
  public static String located(String source) {
    return TALES.equals(source) ? source : Path.of(source).toAbsolutePath().normalize().toString();
  }

  private static CorpusText of(String source, String training, String validation) {
    String hash = Hash.sha256(Hash.sha256(training) + Hash.sha256(validation));
    return new CorpusText(source, training, validation, hash);
  }

  /** What {@code run.json} tells of the text. */
  JsonObject describe() {
    JsonObject o = new JsonObject();
    o.addProperty("source", source);
    o.addProperty("sha256", sha256);
    o.addProperty("training_characters", training.length());
    o.addProperty("validation_characters", validation.length());
    o.addProperty("validation_bytes", validation.getBytes(StandardCharsets.UTF_8).length);
    return o;
  }
}
