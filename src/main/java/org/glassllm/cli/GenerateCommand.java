package org.glassllm.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;
import org.glassllm.generate.BeamSearch;
import org.glassllm.generate.Draft;
import org.glassllm.generate.Generator;
import org.glassllm.generate.ModelDraft;
import org.glassllm.generate.NgramDraft;
import org.glassllm.generate.Request;
import org.glassllm.generate.SpeculativeGenerator;
import org.glassllm.run.TrainedModel;
import org.glassllm.token.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@code glass generate}. */
@Command(name = "generate", description = "Continue a prompt with a trained model.")
final class GenerateCommand extends Subcommand {
  @Mixin private RunOption run;

  @Option(
      names = "--prompt",
      paramLabel = "S",
      defaultValue = "",
      description =
          "Text that the model continues. Default: none; the model starts a new document.")
  private String prompt;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "200",
      description = "Maximum number of new tokens. Default: ${DEFAULT-VALUE}.")
  private int tokens;

  @Mixin private SamplingOptions sampling;

  @Option(
      names = "--stop",
      paramLabel = "S",
      defaultValue = "",
      description = "Stop generation after the first occurrence of this text.")
  private String stop;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Seed of the random numbers; the same seed gives the same text. Default:"
              + " ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--no-cache",
      description =
          "Recompute the complete context for each token instead of using the KV cache,"
              + " to compare the speed.")
  private boolean noCache;

  @Option(
      names = "--beams",
      paramLabel = "N",
      description =
          "Search for the most probable text with N beams; sampling options have no" + " effect.")
  private Integer beams;

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

  @Mixin private MachineOptions machine;

  @Override
  public void run() {
    if (beams != null && (draft != null || !stop.isEmpty() || noCache)
        || noCache && draft != null) {
      throw new InputException(
          "--beams cannot be combined with --draft, --stop or --no-cache, and --no-cache cannot be"
              + " combined with --draft; omit one of the options");
    }
    if (draft != null) {
      Given.notEmpty("--draft", draft);
    }
    try (TrainedModel model = TrainedModel.open(run.folder(), machine.device())) {
      Request request = model.request(prompt, tokens, sampling.sampling(), seed).until(stop);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("prompt", prompt);
      if (!json()) {
        print(prompt);
      }
      Consumer<String> listener = json() ? part -> {} : this::print;
      if (beams != null) {
        search(model, request, listener, result);
      } else if (draft != null) {
        speculate(model, request, listener, result);
      } else {
        Generator generator = new Generator(model.model(), model.tokenizer(), model.manager());
        result.put(
            "text", (noCache ? generator.withoutCache() : generator).generate(request, listener));
      }
      if (json()) {
        printJson(result);
      } else {
        print("\n");
      }
    }
  }

  private void search(
      TrainedModel model, Request request, Consumer<String> listener, Map<String, Object> result) {
    BeamSearch.Hypothesis best =
        new BeamSearch(beams, 0)
            .search(model.model(), request.prompt(), tokens, request.stopIds(), model.manager())
            .get(0);
    String text = model.tokenizer().decode(best.ids().toIntArray());
    listener.accept(text);
    result.put("text", text);
    result.put("log_probability", best.logProbability());
  }

  private void speculate(
      TrainedModel model, Request request, Consumer<String> listener, Map<String, Object> result) {
    int v = model.model().vocabSize();
    try (TrainedModel small = "ngram".equals(draft) ? null : draftModel(model);
        Draft drafts =
            small == null
                ? new NgramDraft(3, v)
                : new ModelDraft(small.model(), v, small.manager())) {
      SpeculativeGenerator.Result fast =
          new SpeculativeGenerator(
                  model.model(), model.tokenizer(), drafts, draftTokens, model.manager())
              .generate(request, listener);
      result.put("text", fast.text());
      result.put("acceptance_rate", fast.acceptanceRate());
      result.put("tokens_per_pass", fast.tokensPerPass());
      note(
          "%nspeculative decoding: %.0f%% of %d draft tokens accepted, %.2f tokens per pass of the model",
          100 * fast.acceptanceRate(), fast.drafted(), fast.tokensPerPass());
    }
  }

  private TrainedModel draftModel(TrainedModel model) {
    TrainedModel small = TrainedModel.open(Path.of(draft), machine.device());
    if (!equal(small.tokenizer(), model.tokenizer())) {
      small.close();
      throw new InputException(
          "illegal --draft: %s has another tokenizer than %s; choose a run with the same"
              + " tokenizer",
          draft, run.folder());
    }
    return small;
  }

  /** Returns whether each id stands for the same bytes in both tokenizers. */
  private static boolean equal(Tokenizer a, Tokenizer b) {
    return a.vocabSize() == b.vocabSize()
        && IntStream.range(0, a.vocabSize())
            .allMatch(id -> Arrays.equals(a.decodeBytes(id), b.decodeBytes(id)));
  }
}
