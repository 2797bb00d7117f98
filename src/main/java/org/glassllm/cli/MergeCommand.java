package org.glassllm.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.run.MergedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@code glass merge}. */
@Command(
    name = "merge",
    description = {
      "Merge the LoRA adapters of a run's best checkpoint into the weights of the base model.",
      "The new run has a complete model. Its checkpoint is in Hugging Face's layout. The other"
          + " commands also open a run with adapters; they merge when they load it."
    })
final class MergeCommand extends Subcommand {
  @Mixin private RunOption run;

  @Option(
      names = "--out",
      paramLabel = "NEW",
      required = true,
      description = "Folder of the new run.")
  private Path out;

  @Override
  public void run() {
    MergedRun merged = MergedRun.write(run.folder(), out);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", out.toString());
    result.put("model", merged.checkpoint().folder().toString());
    result.put("parameters", merged.parameters());
    result.put("adapter_parameters", merged.adapters());
    result.put("max_error_ulp", merged.error());
    printResult(
        result,
        format(
            "Merged %,d adapter parameters into %,d weights: %s%n"
                + "Each weight is W + dW, rounded to float32; the maximum error is %.3f ulp.%n"
                + "Model files in Hugging Face's layout: %s%n"
                + "Next:  glass chat --run %s%n",
            merged.adapters(),
            merged.parameters(),
            out,
            merged.error(),
            merged.checkpoint().folder(),
            out));
  }
}
