package org.glassllm.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonSerializer;
import com.google.gson.annotations.SerializedName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;
import org.glassllm.base.JsonField.MayBeMissing;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.ConfigJson;
import org.glassllm.checkpoint.RecipeConfig;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.model.GptConfig;

/**
 * The content of {@code run.json}. A file of format 1 has no field {@code format}, and describes
 * only pretraining without a parent run.
 *
 * @param format the version of the file format, 1 to 3
 * @param kind the stage: {@link Stage#kind}
 * @param objective the loss that training minimizes: {@link Stage#objective}
 * @param settings the settings of the stage, by the components of its record
 * @param lora the adapters that trained; null if all parameters trained
 * @param mergedFrom the checkpoint with adapters whose merged weights the run has; null otherwise.
 *     Such a run cannot be resumed.
 * @param parent the run whose weights this run started from; null for random initial weights
 * @param rewardModel the checkpoint of the reward model that the run owns a copy of; null without a
 *     reward model
 * @param recipe the settings of the run
 * @param provenance the origin of the run
 * @param files the checksums of the token files and the tokenizer; null in older runs
 */
public record RunRecord(
    @MayBeMissing Integer format,
    @MayBeMissing String kind,
    @MayBeMissing String objective,
    @MayBeMissing @SerializedName("stage") JsonObject settings,
    @MayBeMissing LoraSettings lora,
    @MayBeMissing @SerializedName("merged_from") Parent mergedFrom,
    @MayBeMissing Parent parent,
    @MayBeMissing @SerializedName("reward_model") Parent rewardModel,
    Recipe recipe,
    Provenance provenance,
    @MayBeMissing DataFiles files) {
  private static final Gson WRITER =
      new GsonBuilder()
          .registerTypeAdapter(
              GptConfig.class, (JsonSerializer<GptConfig>) (c, type, gson) -> ConfigJson.write(c))
          .create();
  private static final int FORMAT = 3;

  /** The name of the settings in format 2. */
  private static final String SFT = "sft";

  /** The names of a recipe that format 1 may lack. */
  private static final List<String> NEW = List.of("kernels", "precision");

  /**
   * The checkpoint of another run, from which this run started.
   *
   * @param run the absolute path of the other run's folder
   * @param step the step of the checkpoint
   * @param checkpointSha256 the checksum that {@link org.glassllm.checkpoint.Checkpoint#sha256()}
   *     returns
   */
  public record Parent(
      String run, long step, @SerializedName("checkpoint_sha256") String checkpointSha256) {
    static Parent of(Path run, Checkpoint checkpoint) {
      return new Parent(
          run.toAbsolutePath().normalize().toString(),
          checkpoint.state().step(),
          checkpoint.sha256());
    }
  }

  /** Checks kind and objective; fills in the values that format 1 lacks. */
  public RunRecord {
    boolean first = format == null || format == 1;
    format = first ? 1 : format;
    kind = first && kind == null ? Stages.PRETRAINING : kind;
    settings = settings == null ? new JsonObject() : settings;
    Stage stage = Stages.of(String.valueOf(kind), settings);
    objective = first && objective == null ? stage.objective() : objective;
    Check.oneOf("objective", String.valueOf(objective), List.of(stage.objective()));
    if (stage instanceof FineTuning && parent == null) {
      throw new InputException(
          "parent is missing, must be the run from which this run of kind %s started; restore the"
              + " file from a copy",
          kind);
    }
  }

  /** Creates the record of a new run. */
  RunRecord(
      Stage stage,
      LoraSettings lora,
      Parent parent,
      Parent rewardModel,
      Recipe recipe,
      Provenance provenance,
      DataFiles files) {
    this(
        FORMAT,
        stage.kind(),
        stage.objective(),
        Stages.settings(stage),
        lora,
        null,
        parent,
        rewardModel,
        recipe,
        provenance,
        files);
  }

  /** Returns the record of a run that has the merged weights of this run's adapters. */
  RunRecord merged(Parent adapters) {
    return new RunRecord(
        format,
        kind,
        objective,
        settings,
        null,
        adapters,
        parent,
        rewardModel,
        recipe,
        provenance,
        files);
  }

  /**
   * Checks that the model generates text.
   *
   * @param run the folder of this run
   * @throws InputException if the model is a reward model
   */
  void requireLanguageModel(Path run) {
    if (!stage().isLanguageModel()) {
      throw new InputException(
          "the run %s is a reward model, which gives no answers; give a run of a language model,"
              + " such as its parent run %s",
          run, parent.run());
    }
  }

  /** Returns the stage of the run. */
  public Stage stage() {
    return Stages.of(kind, settings);
  }

  /**
   * Returns the record that a run's {@code run.json} contains.
   *
   * @throws InputException if a name or a value is unknown, or a value is missing
   */
  public static RunRecord of(RunFolder folder) {
    JsonField json = JsonField.root(folder.runFile());
    JsonElement format = json.object().get("format");
    if (format != null && !List.of("1", "2", "3").contains(format.toString())) {
      throw new InputException(
          "%s has format %s, must be 1, 2 or 3; use a newer version of this program",
          folder.runFile(), InputException.shown(format));
    }
    if (json.object().has(SFT)) {
      json.object().add("stage", json.object().remove(SFT));
    }
    RunRecord record =
        json.record(
            RunRecord.class,
            Map.of(GptConfig.class, RecipeConfig::read, JsonObject.class, JsonField::object));
    if (record.format > 1) {
      NEW.forEach(name -> json.get("recipe").get(name).string());
    }
    return record;
  }

  /** Writes the record to {@code run.json}; from then on, the run exists. */
  void writeTo(RunFolder folder) {
    folder.writeRun(WRITER.toJsonTree(this));
  }

  /** Returns the costs of a model in the training of this run. */
  public ModelCosts costs(GptConfig config) {
    return lora == null ? new ModelCosts(config) : lora.costs(config);
  }

  /** Returns the source of the data: a file, a folder, or {@link RunData#TALES}. */
  public String source() {
    return provenance.data().source();
  }

  /**
   * Opens the data of the run. Changed data is refused, because the validation split could contain
   * texts that the model was trained on.
   *
   * @throws InputException if the data has changed since the run started
   */
  public RunData data() {
    RunData data = stage().data(source(), recipe);
    if (!provenance.data().sha256().equals(data.sha256())) {
      throw new InputException(
          "the data %s has changed since the run started; restore the data, or start a new run",
          data.source());
    }
    return data;
  }
}
