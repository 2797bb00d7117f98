package org.glassllm.cli;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.glassllm.base.InputException;
import org.glassllm.generate.Draft;
import org.glassllm.generate.ModelDraft;
import org.glassllm.generate.NgramDraft;
import org.glassllm.generate.Request;
import org.glassllm.generate.SpeculativeGenerator;
import org.glassllm.run.TrainedModel;
import picocli.CommandLine.Option;

/** Declares the options of speculative decoding. */
final class DraftOptions {
  @Option(
      names = "--draft",
      paramLabel = "ngram|DIR",
      description =
          "Decode speculatively: ngram drafts tokens from the text so far, DIR names a"
              + " run whose model drafts tokens. The tokenizer of the run must be the same."
              + " Drafts do not change the probabilities of texts.")
  private String draft;

  @Option(
      names = "--draft-tokens",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Maximum number of drafted tokens per pass of the model. Default:" + " ${DEFAULT-VALUE}.")
  private int draftTokens;

  /** Returns whether drafts are used; throws an exception if the option is empty. */
  boolean given() {
    return Given.notEmpty("--draft", draft) != null;
  }

  /**
   * Generates a text with drafts.
   *
   * @param run the folder of the model's run, for messages
   * @param device the device of the model that drafts
   */
  SpeculativeGenerator.Result generate(
      TrainedModel model, Path run, Device device, Request request, Consumer<String> listener) {
    int v = model.model().vocabSize();
    try (TrainedModel small = "ngram".equals(draft) ? null : draftModel(model, run, device);
        Draft drafts =
            small == null
                ? new NgramDraft(3, v)
                : new ModelDraft(small.model(), v, small.manager())) {
      return new SpeculativeGenerator(
              model.model(), model.tokenizer(), drafts, draftTokens, model.manager())
          .generate(request, listener);
    }
  }

  private TrainedModel draftModel(TrainedModel model, Path run, Device device) {
    TrainedModel small = TrainedModel.open(Path.of(draft), device);
    if (!small.tokenizer().hasSameTokens(model.tokenizer())) {
      small.close();
      throw new InputException(
          "illegal --draft: %s has another tokenizer than %s; choose a run with the same"
              + " tokenizer",
          draft, run);
    }
    return small;
  }
}
