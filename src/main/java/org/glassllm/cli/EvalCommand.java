package org.glassllm.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.Perplexity;
import org.glassllm.evaluate.TalesFloor;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.run.CorpusText;
import org.glassllm.run.RunRecord;
import org.glassllm.run.TrainedModel;
import org.glassllm.text.Corpus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code glass eval}. */
@Command(
    name = "eval",
    description = "Measure a trained model's perplexity on a text, every token predicted once.")
final class EvalCommand extends Subcommand {
  @Mixin private RunOption run;

  @Option(
      names = "--data",
      paramLabel = "F",
      description =
          "A UTF-8 file or folder, or tales for the bundled ones' validation part; default: the"
              + " run's own validation part.")
  private String data;

  @Option(
      names = "--stride",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Tokens between windows, at most the context; less costs more and gives lower losses."
              + " Default: the context.")
  private int stride;

  @Mixin private MachineOptions machine;

  @Override
  public void run() {
    String before = "", text;
    RunFolder folder = RunFolder.open(run.folder());
    if (data == null) {
      CorpusText corpus = RunRecord.of(folder).corpus();
      before = corpus.training();
      text = corpus.validation();
    } else if (CorpusText.TALES.equals(data)) {
      CorpusText corpus = CorpusText.read(data);
      before = corpus.training();
      text = corpus.validation();
    } else {
      text = Corpus.read(Path.of(data)).text();
    }
    try (TrainedModel model = TrainedModel.open(run.folder(), machine.device())) {
      TextLoss.Result result = model.measure(text, stride);
      Optional<TalesFloor> floor = TalesFloor.of(before, text, model.tokenizer());
      int first = model.tokenizer().decodeBytes(model.tokenizer().encode(text)[0]).length;
      long bytes = text.getBytes(StandardCharsets.UTF_8).length - first;
      double bits = Perplexity.bitsPerByte(result.totalNll(), bytes);
      if (json()) {
        printJson(json(result, bits, floor));
      } else {
        tell(result, bits, floor);
      }
    }
  }

  private static Map<String, Object> json(
      TextLoss.Result result, double bits, Optional<TalesFloor> floor) {
    Map<String, Object> o = new LinkedHashMap<>();
    o.put("loss", result.loss());
    o.put("perplexity", result.perplexity());
    o.put("bits_per_byte", bits);
    o.put("tokens", result.tokens());
    o.put("floor_perplexity", floor.map(TalesFloor::ownPerplexity).orElse(null));
    o.put("expected_floor_perplexity", floor.map(TalesFloor::expectedPerplexity).orElse(null));
    return o;
  }

  private void tell(TextLoss.Result result, double bits, Optional<TalesFloor> floor) {
    printf("loss           %8.4f nats a token%n", result.loss());
    printf("perplexity     %8.4f%n", result.perplexity());
    printf("bits per byte  %8.4f%n", bits);
    printf("tokens         %,8d predicted%n", result.tokens());
    floor.ifPresent(
        f -> {
          printf(
              "floor          %8.4f perplexity of this text under its own grammar%n",
              f.ownPerplexity());
          printf(
              "expected floor %8.4f for tales of this length: no model is below it on average%n",
              f.expectedPerplexity());
          printf("model / floor  %8.4f%n", result.perplexity() / f.ownPerplexity());
        });
  }
}
