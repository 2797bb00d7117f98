package org.glassllm.run;

import ai.djl.Device;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.checkpoint.RecipeConfig;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.model.GptConfig;
import org.glassllm.tensor.Torch;

/** What {@code run.json} tells of a run that exists: its recipe, its text and its machine. */
public final class RunRecord {
  private final String file;
  private final JsonObject json;

  private RunRecord(RunFolder folder) {
    file = folder.root() + "/run.json";
    json = folder.readRun();
  }

  /** Reads it. */
  public static RunRecord of(RunFolder folder) {
    return new RunRecord(folder);
  }

  /** What the run follows. */
  public Recipe recipe() {
    JsonObject recipe = json.getAsJsonObject("recipe");
    GptConfig model = RecipeConfig.read(recipe.getAsJsonObject("model"), file);
    return Json.read(recipe, Recipe.Stored.class, file).recipe(model);
  }

  /** The text's name. */
  public String source() {
    return text("data", "source")
        .orElseThrow(() -> new InputException(file + " does not name its text; it is damaged"));
  }

  /** The device, and on a CPU the number of threads: another one rounds sums in another way. */
  public static String place(Device device) {
    return device.isGpu() ? device.toString() : "the CPU with " + Torch.threads() + " threads";
  }

  /** The {@linkplain #place(Device) place} where the run began, if it was recorded. */
  public Optional<String> place() {
    return text("machine", "place");
  }

  /**
   * The text.
   *
   * @throws InputException if it has changed since the run began: its last tenth may then hold what
   *     the model was trained on
   */
  public CorpusText corpus() {
    CorpusText corpus = CorpusText.read(source());
    String began =
        text("data", "sha256")
            .orElseThrow(
                () -> new InputException(file + " has no checksum of its text; it is damaged"));
    if (!began.equals(corpus.sha256())) {
      throw new InputException(
          "the text "
              + corpus.source()
              + " has changed since the run began; restore it, or start a new run");
    }
    return corpus;
  }

  private Optional<String> text(String part, String key) {
    JsonElement value = json.get("provenance");
    for (String name : new String[] {part, key}) {
      value = value != null && value.isJsonObject() ? value.getAsJsonObject().get(name) : null;
    }
    return value != null && value.isJsonPrimitive()
        ? Optional.of(value.getAsString())
        : Optional.empty();
  }
}
