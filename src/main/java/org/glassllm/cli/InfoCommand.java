package org.glassllm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.ConfigJson;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.model.GptConfig;
import org.glassllm.run.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs {@code glass info}. */
@Command(name = "info", description = "Show a run's model, parameters, memory and progress.")
final class InfoCommand extends Subcommand {
  private static final double MIB = 1 << 20;

  @Mixin private RunOption run;

  @Override
  public void run() {
    RunFolder folder = RunFolder.open(run.folder());
    Checkpoint last = folder.checkpoints().lastUnverified();
    GptConfig config = last.config();
    RunRecord record = RunRecord.of(folder);
    ModelCosts costs = record.costs(config);
    TrainerState state = last.state();
    if (json()) {
      Map<String, Object> o = new LinkedHashMap<>();
      o.put("preset", record.recipe().preset());
      o.put("parameters", costs.parameters());
      o.put("trained_parameters", costs.trainedParameters());
      o.put("parameters_by_part", costs.parametersByPart());
      o.put("weight_bytes", 4 * costs.parameters());
      o.put("training_bytes", costs.trainingBytes());
      o.put("kv_cache_bytes", costs.kvCacheBytes(1, Float.BYTES));
      o.put("training_flops_per_token", costs.trainingFlopsPerToken());
      o.put("step", state.step());
      o.put("tokens", state.tokens());
      o.put("best_validation_loss", state.bestValidationLoss());
      o.put("model", ConfigJson.write(config));
      printJson(o);
      return;
    }
    printf(
        "run         %s, preset %s, text %s%n",
        run.folder(), record.recipe().preset(), record.source());
    printf(
        "trained     %,d steps, %,d tokens%s%n", state.step(), state.tokens(), best(record, state));
    printf(
        "model       %d layers, %d heads, %d channels, context %d, vocabulary %,d%n",
        config.layers(), config.heads(), config.dim(), config.context(), config.vocabSize());
    printf(
        "            %s positions, %s, %s feed-forward%n",
        config.positions().type(), config.norm().type(), config.feedForward().type());
    printf("parameters  %,d%n", costs.parameters());
    costs.parametersByPart().forEach((part, n) -> printf("  %-20s %,12d%n", part, n));
    if (record.lora() != null) {
      printf(
          "LoRA        rank %d, alpha %s, targets %s, %,d trained parameters%n",
          record.lora().rank(),
          record.lora().alpha(),
          record.lora().targets(),
          costs.trainedParameters());
    }
    printf(
        "memory      %.1f MiB weights, %.1f MiB with gradients and AdamW's moments%n",
        4 * costs.parameters() / MIB, costs.trainingBytes() / MIB);
    printf(
        "            %.2f MiB keys and values of a full context%n",
        costs.kvCacheBytes(1, Float.BYTES) / MIB);
    printf("arithmetic  %.2f MFLOP a token in training%n", costs.trainingFlopsPerToken() / 1e6);
  }

  private static String best(RunRecord record, TrainerState state) {
    Double best = state.bestValidationLoss();
    return best == null ? "" : ", best " + record.stage().validationFigure().shortText(best);
  }
}
