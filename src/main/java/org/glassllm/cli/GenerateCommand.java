package org.glassllm.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.glassllm.base.InputException;
import org.glassllm.generate.BeamSearch;
import org.glassllm.generate.Completion;
import org.glassllm.generate.Generator;
import org.glassllm.generate.Request;
import org.glassllm.generate.SpeculativeGenerator;
import org.glassllm.generate.TokenLogprobs;
import org.glassllm.run.PromptBatch;
import org.glassllm.run.TrainedModel;
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

  @Mixin private PromptOptions prompts;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "Maximum number of new tokens. Default: ${DEFAULT-VALUE}; with --prompts also at most"
              + " the rest of the context.")
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

  @Mixin private CacheOptions cache;

  @Option(
      names = "--beams",
      paramLabel = "N",
      description =
          "Search for the most probable text with N beams; sampling options have no" + " effect.")
  private Integer beams;

  @Option(
      names = "--length-penalty",
      paramLabel = "X",
      defaultValue = "0",
      description =
          "Exponent of the length by which --beams divides the log-probability of a text; greater"
              + " values favor longer texts. Default: ${DEFAULT-VALUE}.")
  private double lengthPenalty;

  @Mixin private DraftOptions drafts;

  @Option(
      names = "--logprobs",
      arity = "0..1",
      fallbackValue = "5",
      paramLabel = "N",
      description =
          "Add the log-probability of each generated token and of the N most probable"
              + " tokens at its position, in nats. The probabilities are the model's own, before"
              + " temperature and other sampling options. Default of N: ${FALLBACK-VALUE}; 0 adds"
              + " the generated token only.")
  private Integer logprobs;

  @Mixin private MachineOptions machine;

  @Override
  public void run() {
    checkCombinations();
    BeamSearch search = beams == null ? null : new BeamSearch(beams, lengthPenalty);
    OptionalInt best = logprobs == null ? OptionalInt.empty() : OptionalInt.of(logprobs);
    if (prompts.given()) {
      boolean fit = !arguments().hasMatchedOption("--tokens");
      prompts.run(
          this,
          rows -> new PromptBatch(tokens, fit, sampling.sampling(), stop, seed, best, rows),
          () -> TrainedModel.open(run.folder(), machine.device()));
      return;
    }
    try (TrainedModel model = TrainedModel.open(run.folder(), machine.device())) {
      Request request =
          model.request(prompt, tokens, sampling.sampling(), seed).until(stop).withLogprobs(best);
      Generator generator = cache.generator(model); // checks the options before any output
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("prompt", prompt);
      if (!json()) {
        print(model.template() == null ? prompt : prompt + "\n");
      }
      Consumer<String> listener = json() ? part -> {} : this::print;
      List<TokenLogprobs> positions =
          beams != null
              ? search(search, model, request, listener, result)
              : drafts.given()
                  ? speculate(model, request, listener, result)
                  : sample(generator, model, request, listener, result);
      if (json()) {
        printJson(result);
      } else {
        print("\n");
        print(positions.isEmpty() ? "" : "\n" + CompletionView.table(positions, model.tokenizer()));
      }
    }
  }

  private void checkCombinations() {
    boolean other = drafts.given() || cache.given();
    if (beams != null && (other || !stop.isEmpty() || logprobs != null)
        || drafts.given() && cache.given()) {
      throw new InputException(
          "--beams cannot be combined with --draft, --stop, --logprobs or options of the cache, and"
              + " --draft cannot be combined with options of the cache; omit one of the options");
    }
    if (beams == null && arguments().hasMatchedOption("--length-penalty")) {
      throw new InputException("--length-penalty needs --beams; add --beams N");
    }
    boolean alone = beams != null || other || json();
    prompts.check(alone || arguments().hasMatchedOption("--prompt"));
  }

  private List<TokenLogprobs> sample(
      Generator generator,
      TrainedModel model,
      Request request,
      Consumer<String> listener,
      Map<String, Object> result) {
    Completion text = generator.complete(request, listener);
    result.putAll(CompletionView.json(text, logprobs != null, model.tokenizer()));
    return text.logprobs();
  }

  private List<TokenLogprobs> search(
      BeamSearch search,
      TrainedModel model,
      Request request,
      Consumer<String> listener,
      Map<String, Object> result) {
    BeamSearch.Hypothesis best =
        search
            .search(model.model(), request.prompt(), tokens, request.stopIds(), model.manager())
            .get(0);
    String text = model.tokenizer().decode(best.ids().toIntArray());
    listener.accept(text);
    result.put("text", text);
    result.put("log_probability", best.logProbability());
    return List.of();
  }

  private List<TokenLogprobs> speculate(
      TrainedModel model, Request request, Consumer<String> listener, Map<String, Object> result) {
    SpeculativeGenerator.Result fast =
        drafts.generate(model, run.folder(), machine.device(), request, listener);
    result.putAll(CompletionView.json(fast.completion(), logprobs != null, model.tokenizer()));
    result.put("acceptance_rate", fast.acceptanceRate());
    result.put("tokens_per_pass", fast.tokensPerPass());
    note(
        "%nspeculative decoding: %.0f%% of %d draft tokens accepted, %.2f tokens per pass of the model",
        100 * fast.acceptanceRate(), fast.drafted(), fast.tokensPerPass());
    return fast.completion().logprobs();
  }
}
