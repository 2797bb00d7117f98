package org.glassllm.run;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.glassllm.align.Rendering;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.VocabularyGrowth;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.tensor.Kernels;
import org.glassllm.token.Tokenizer;

/**
 * A run of a comparison, without its weights.
 *
 * @param folder the folder of the run
 * @param record the content of {@code run.json}
 * @param step the step of the best checkpoint
 * @param context the context of the model
 * @param rendering the format of prompts; the tokenizer has all special tokens of the format
 */
record ComparedRun(Path folder, RunRecord record, long step, int context, Rendering rendering) {

  /** Returns the template with which a run was fine-tuned; empty for a base model. */
  static Optional<PromptTemplate> template(Path folder) {
    return RunRecord.of(RunFolder.open(folder)).stage().format();
  }

  /**
   * Opens a run.
   *
   * @param otherwise the template of a base model. Special tokens of the template that the
   *     tokenizer lacks are added, as fine-tuning does.
   */
  static ComparedRun open(Path folder, PromptTemplate otherwise) {
    RunFolder run = RunFolder.open(folder);
    RunRecord record = RunRecord.of(run);
    record.requireLanguageModel(folder);
    PromptTemplate template = template(folder).orElse(otherwise);
    return run.checkpoints()
        .fromBest(
            best ->
                new ComparedRun(
                    folder,
                    record,
                    best.state().step(),
                    best.config().context(),
                    rendering(best, template)));
  }

  private static Rendering rendering(Checkpoint best, PromptTemplate template) {
    Tokenizer tokenizer = best.loadTokenizer();
    List<String> missing = template.missing(tokenizer);
    return new Rendering(template, missing.isEmpty() ? tokenizer : tokenizer.withSpecials(missing));
  }

  /** Returns the model, whose vocabulary contains all special tokens of the format. */
  TrainedModel load(Device device) {
    TrainedModel model = TrainedModel.open(folder, device);
    int vocabSize = rendering.tokenizer().vocabSize();
    if (model.tokenizer().vocabSize() == vocabSize) {
      return model;
    }
    try {
      return new TrainedModel(
          model.checkpoint(),
          model.manager(),
          VocabularyGrowth.loadModel(model.checkpoint(), vocabSize, model.manager(), Kernels.FUSED),
          rendering.tokenizer(),
          model.documentEnd(),
          rendering.template());
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Returns the held-out instructions of this run or of its nearest ancestor that has some; empty
   * if none has.
   *
   * @param most maximum number of instructions
   */
  Optional<InstructionData.Questions> heldOut(int most) {
    for (RunRecord at = record; at != null; at = parent(at)) {
      if (at.stage() instanceof FineTuning && at.data() instanceof InstructionData data) {
        return Optional.of(data.heldOut(rendering, most));
      }
    }
    return Optional.empty();
  }

  /** Returns the record of a run's parent; null if there is none, or if its folder is gone. */
  private static RunRecord parent(RunRecord record) {
    Path folder = record.parent() == null ? null : Path.of(record.parent().run());
    return folder == null || !new RunFolder(folder).exists()
        ? null
        : RunRecord.of(RunFolder.open(folder));
  }

  /** Returns whether an example fits into the context. */
  boolean fits(org.glassllm.text.examples.Example example) {
    return rendering.of(example).length() <= context;
  }
}
