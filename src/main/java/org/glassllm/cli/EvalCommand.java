package org.glassllm.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.batch.TokenFile;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.TalesFloor;
import org.glassllm.run.Evaluation;
import org.glassllm.run.RunData;
import org.glassllm.run.RunRecord;
import org.glassllm.run.TrainedModel;
import org.glassllm.text.Corpus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code glass eval}. */
@Command(
    name = "eval",
    description =
        "Measure a trained model's perplexity: every token but the first is predicted once.")
final class EvalCommand extends Subcommand {
  @Mixin private RunOption run;

  @Option(
      names = "--data",
      paramLabel = "F",
      description =
          "A UTF-8 text file, a folder, a .jsonl file, a token file, or tales for the validation part"
              + " of the bundled tales. Default: the run's own validation part.")
  private String data;

  @Option(
      names = "--stride",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Tokens between windows, at most the context; a smaller stride costs more and gives lower"
              + " losses. Default: the context.")
  private int stride;

  @Mixin private MachineOptions machine;

  @Override
  public void run() {
    RunRecord record = RunRecord.of(RunFolder.open(run.folder()));
    try (TrainedModel model = TrainedModel.open(run.folder(), machine.device())) {
      Evaluation result = evaluate(model, record);
      if (json()) {
        printJson(json(result));
      } else {
        report(result);
      }
    }
  }

  private Evaluation evaluate(TrainedModel model, RunRecord record) {
    if (data == null || RunData.TALES.equals(data)) {
      RunData own = data == null ? record.data() : RunData.read(data);
      return Evaluation.ofValidation(model, own, stride);
    }
    return data.endsWith(".tok")
        ? Evaluation.of(model, TokenFile.open(Path.of(data)), stride)
        : Evaluation.of(model, Corpus.read(Path.of(data)), stride);
  }

  private static Map<String, Object> json(Evaluation e) {
    Map<String, Object> o = new LinkedHashMap<>();
    o.put("loss", e.result().loss());
    o.put("perplexity", e.result().perplexity());
    o.put("bits_per_byte", e.bitsPerByte());
    o.put("tokens", e.result().tokens());
    o.put("floor_perplexity", e.floor().map(TalesFloor::ownPerplexity).orElse(null));
    o.put("expected_floor_perplexity", e.floor().map(TalesFloor::expectedPerplexity).orElse(null));
    return o;
  }

  private void report(Evaluation e) {
    printf("loss           %8.4f nats a token%n", e.result().loss());
    printf("perplexity     %8.4f%n", e.result().perplexity());
    printf("bits per byte  %8.4f%n", e.bitsPerByte());
    printf("tokens         %,8d predicted%n", e.result().tokens());
    e.floor()
        .ifPresent(
            f -> {
              printf(
                  "floor          %8.4f perplexity of this text under its own grammar%n",
                  f.ownPerplexity());
              printf(
                  "expected floor %8.4f for tales of this length: no model is below it on average%n",
                  f.expectedPerplexity());
              printf("model / floor  %8.4f%n", e.result().perplexity() / f.ownPerplexity());
            });
  }
}
