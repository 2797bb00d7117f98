package org.glassllm.run;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.glassllm.base.InputException;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.ConfigJson;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.model.GptConfig;

/**
 * The best checkpoint of a parent run, from which a new run starts.
 *
 * @param record the entry about the parent run in the new run's {@code run.json}
 * @param best the best checkpoint of the parent run
 */
record ParentRun(RunRecord.Parent record, Checkpoint best) {

  /**
   * Opens a run.
   *
   * @throws InputException if the model of the run is a reward model
   */
  static ParentRun open(Path root) {
    RunFolder folder = RunFolder.open(root);
    RunRecord.of(folder).requireLanguageModel(root);
    Checkpoint best = folder.best();
    return new ParentRun(RunRecord.Parent.of(root, best), best);
  }

  /**
   * Checks that a recipe has the model and the tokenizer of the parent run; only dropout may
   * differ.
   *
   * @throws InputException if the model or the tokenizer differs
   */
  void requireFits(Recipe recipe) {
    Recipe own = RunRecord.of(RunFolder.open(Path.of(record.run()))).recipe().located();
    JsonObject mine = json(own.model()), other = json(recipe.model());
    for (String name : mine.keySet()) {
      require(name, mine.get(name), other.get(name));
    }
    require("tokenizer", own.tokenizer(), recipe.tokenizer());
    require("vocab", own.vocab(), recipe.vocab());
  }

  private void require(String name, Object own, Object other) {
    if (!own.equals(other)) {
      throw new InputException(
          "illegal %s: %s, must be %s as in the parent run %s; use the model and the tokenizer of"
              + " the parent run",
          name, other, own, record.run());
    }
  }

  private static JsonObject json(GptConfig model) {
    return ConfigJson.write(model.toBuilder().dropout(0).build());
  }
}
