package org.glassllm.run;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.glassllm.base.InputException;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.ConfigJson;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.model.GptConfig;

/**
 * The best checkpoint of a run that another run starts from.
 *
 * @param record what the new run records of it
 * @param best the checkpoint
 */
record ParentRun(RunRecord.Parent record, Checkpoint best) {

  static ParentRun open(Path root) {
    Checkpoint best = RunFolder.open(root).best();
    return new ParentRun(
        new RunRecord.Parent(
            root.toAbsolutePath().normalize().toString(), best.state().step(), best.sha256()),
        best);
  }

  /**
   * Checks that a recipe fits the checkpoint; only dropout may differ.
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
          "%s %s differs from %s of the parent run %s; a run that starts from another one keeps"
              + " its model and tokenizer",
          name, other, own, record.run());
    }
  }

  private static JsonObject json(GptConfig model) {
    return ConfigJson.write(model.toBuilder().dropout(0).build());
  }
}
