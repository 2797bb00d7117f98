package org.glassllm.cli;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassllm.evaluate.TalesFloor;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.picture.Charts;
import org.glassllm.run.CorpusText;
import org.glassllm.run.Recipes;
import org.glassllm.run.TrainedModel;
import org.glassllm.run.TrainingRun;
import org.glassllm.tensor.Torch;
import org.glassllm.text.tales.TaleChecker;
import org.glassllm.text.tales.Tales;
import org.glassllm.train.Metrics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code glass tour}: the whole way in three minutes, which the README's first command runs. */
@Command(
    name = "tour",
    description =
        "The whole way in minutes: train a GPT on the bundled tales, measure it, read it.")
final class TourCommand extends Subcommand {
  private static final int MOST_TOKENS = 200;
  private static final int SHOWN = 3;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Where the run's folder is made. Default: ${DEFAULT-VALUE}.")
  private Path runs;

  @Option(
      names = "--tales",
      paramLabel = "N",
      defaultValue = "20",
      description = "Tales to sample and check in the end. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Override
  public void run() {
    Path run = freshFolder();
    Device device = Torch.device("auto");
    err().println("A GPT learns to tell tales. Its folder: " + run);
    boolean finished;
    try (StopSignal signal = new StopSignal(err());
        TrainingRun training =
            TrainingRun.start(
                run, Recipes.named(Recipes.DEFAULT), CorpusText.TALES, device, "glass tour");
        TrainProgress progress = new TrainProgress(err(), Terminal.isThere())) {
      err()
          .printf(
              "%,d parameters, a vocabulary of %d tokens learned from %,d characters of tales.%n",
              training.model().parameterCount(),
              training.tokenizer().vocabSize(),
              training.text().training().length());
      training.listener(progress).stopWhen(signal::asked).train();
      finished = !signal.asked();
    }
    if (finished) {
      report(run, device);
    } else {
      printf("Stopped. Go on with:%n  glass train --run %s --resume%n", run);
    }
  }

  private Path freshFolder() {
    for (int i = 1; ; i++) {
      Path candidate = runs.resolve("tour-" + i);
      if (!Files.exists(candidate)) {
        return candidate;
      }
    }
  }

  private void report(Path run, Device device) {
    Path curve = run.resolve("loss.png");
    Charts.writePng(Metrics.lossCurve(Metrics.read(run.resolve("metrics.csv"))), curve);
    CorpusText text = CorpusText.read(CorpusText.TALES);
    try (TrainedModel model = TrainedModel.open(run, device)) {
      TextLoss.Result result = model.measure(text.validation());
      Optional<TalesFloor> floor =
          TalesFloor.of(text.training(), text.validation(), model.tokenizer());
      List<String> tales = sample(model);
      TaleChecker.Report checked = TaleChecker.checkAll(tales);
      if (json()) {
        printJson(json(run, result, floor, checked));
      } else {
        tell(run, curve, result, floor, tales, checked);
      }
    }
  }

  private List<String> sample(TrainedModel model) {
    err().printf("Sampling %d tales to check them …%n", count);
    List<String> tales = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] prompt = model.promptIds("");
      Sampling sampling = new Sampling(0.8, 0, 1, 1);
      Request request = Request.of(prompt, MOST_TOKENS, sampling, i).until(Tales.END);
      tales.add(model.generate(request, part -> {}));
    }
    return tales;
  }

  private static Map<String, Object> json(
      Path run, TextLoss.Result result, Optional<TalesFloor> floor, TaleChecker.Report checked) {
    Map<String, Object> o = new LinkedHashMap<>();
    o.put("run", run.toString());
    o.put("loss", result.loss());
    o.put("perplexity", result.perplexity());
    o.put("floor_perplexity", floor.map(TalesFloor::ownPerplexity).orElse(null));
    o.put("tales", checked.tales());
    o.put("parsing_share", checked.parsingShare());
    o.put("consistent_share", checked.consistentShare());
    return o;
  }

  private void tell(
      Path run,
      Path curve,
      TextLoss.Result result,
      Optional<TalesFloor> floor,
      List<String> tales,
      TaleChecker.Report checked) {
    printf("%nTales that it tells now:%n%n");
    tales.stream().limit(SHOWN).forEach(t -> print("  " + t.strip() + "\n\n"));
    printf("Perplexity on tales it has not seen: %.3f", result.perplexity());
    floor.ifPresent(
        f ->
            printf(
                "; no model can do better than about %.3f (ratio %.2f)",
                f.ownPerplexity(), result.perplexity() / f.ownPerplexity()));
    printf(
        ".%nOf %d sampled tales, %.0f %% are grammatical and %.0f %% keep their world straight.%n",
        checked.tales(), 100 * checked.parsingShare(), 100 * checked.consistentShare());
    printf("Loss curve: %s%n", curve);
    printf("Next:  glass generate --run %s --prompt \"One day, Mia\"    lessons/README.md%n", run);
  }
}
