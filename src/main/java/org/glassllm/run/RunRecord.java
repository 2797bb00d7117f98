package org.glassllm.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonSerializer;
import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;
import org.glassllm.base.JsonField.MayBeMissing;
import org.glassllm.checkpoint.ConfigJson;
import org.glassllm.checkpoint.RecipeConfig;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.model.GptConfig;

/**
 * The content of {@code run.json}. Format 1 has no {@code format}; it knows only pretraining
 * without a parent.
 *
 * @param format version of the file, 1 or 2
 * @param kind the stage: {@code pretrain}
 * @param objective what training minimizes: {@code next-token}
 * @param parent the run whose weights this one started from, or null
 * @param recipe settings of the run
 * @param provenance origin of the run
 * @param files the token files and their tokenizer; null in older runs
 */
public record RunRecord(
    @MayBeMissing Integer format,
    @MayBeMissing String kind,
    @MayBeMissing String objective,
    @MayBeMissing Parent parent,
    Recipe recipe,
    Provenance provenance,
    @MayBeMissing DataFiles files) {
  private static final Gson WRITER =
      new GsonBuilder()
          .registerTypeAdapter(
              GptConfig.class, (JsonSerializer<GptConfig>) (c, type, gson) -> ConfigJson.write(c))
          .create();
  private static final int FORMAT = 2;

  /** The names of a recipe that format 1 may lack. */
  private static final List<String> NEW = List.of("kernels", "precision");

  private static final String PRETRAIN = "pretrain";
  private static final String NEXT_TOKEN = "next-token";

  /**
   * Another run's checkpoint.
   *
   * @param run folder of the run, an absolute path
   * @param step the checkpoint's step
   * @param checkpointSha256 {@link org.glassllm.checkpoint.Checkpoint#sha256()}
   */
  public record Parent(
      String run, long step, @SerializedName("checkpoint_sha256") String checkpointSha256) {}

  /** Checks the names; those of format 1 are filled in. */
  public RunRecord {
    boolean first = format == null || format == 1;
    format = first ? 1 : format;
    kind = first && kind == null ? PRETRAIN : kind;
    objective = first && objective == null ? NEXT_TOKEN : objective;
    Check.oneOf("kind", String.valueOf(kind), List.of(PRETRAIN));
    Check.oneOf("objective", String.valueOf(objective), List.of(NEXT_TOKEN));
  }

  /** Creates the record of a pretraining that starts now. */
  RunRecord(Parent parent, Recipe recipe, Provenance provenance, DataFiles files) {
    this(FORMAT, PRETRAIN, NEXT_TOKEN, parent, recipe, provenance, files);
  }

  /**
   * Reads the record of a run.
   *
   * @throws InputException if a name or a value is unknown, or a value is missing
   */
  public static RunRecord of(RunFolder folder) {
    JsonField json = JsonField.root(folder.runFile());
    JsonElement format = json.object().get("format");
    if (format != null && !List.of("1", "2").contains(format.toString())) {
      throw new InputException(
          "%s has format %s, this program reads 1 and 2; update it",
          folder.runFile(), InputException.shown(format));
    }
    RunRecord record = json.record(RunRecord.class, Map.of(GptConfig.class, RecipeConfig::read));
    if (record.format == FORMAT) {
      NEW.forEach(name -> json.get("recipe").get(name).string());
    }
    return record;
  }

  /** Writes the record; with it, the run exists. */
  void writeTo(RunFolder folder) {
    folder.writeRun(WRITER.toJsonTree(this));
  }

  /** Returns the name of the data. */
  public String source() {
    return provenance.data().source();
  }

  /**
   * Opens the data.
   *
   * @throws InputException if it has changed since the run started: validation may then hold what
   *     the model was trained on
   */
  public RunData data() {
    RunData data = RunData.read(source());
    if (!provenance.data().sha256().equals(data.sha256())) {
      throw new InputException(
          "the data %s has changed since the run started; restore it, or start a new run",
          data.source());
    }
    return data;
  }
}
