package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.base.SafeFiles;
import org.glassllm.checkpoint.AdapterFiles;
import org.glassllm.model.Gpt;
import org.glassllm.model.LoraConfig;
import org.glassllm.model.LoraModel;
import org.glassllm.tensor.Torch;

/** Teaches a fine-tuned model polite answers by low-rank updates. */
final class LoraCheck {
  static final LoraConfig CONFIG = new LoraConfig(4, 8, 0, List.of("c_attn", "c_proj", "c_fc"));

  private static final int STEPS = 60;
  private static final String TENSORS = "adapter_model.safetensors";
  private final FineTuning tuning;

  LoraCheck(FineTuning tuning) {
    this.tuning = tuning;
  }

  /**
   * Reports the trained parameters, the file and the effect of a merge.
   *
   * @param start the fine-tuned model
   * @param before the answers of {@code start}
   */
  void report(Report r, Gpt start, List<String> before) {
    TuningTasks tasks = tuning.tasks();
    try (FineTuning.Tuned tuned =
            tuning.adapt(start, CONFIG, tasks.politeTranslations(), STEPS, 1, (long) STEPS);
        NDManager manager = Torch.manager()) {
      LoraModel model = (LoraModel) tuned.model();
      long trained =
          model.adapterParameters().values().stream()
              .map(Parameter::getArray)
              .mapToLong(array -> array.size())
              .sum();
      r.say(
          "LoRA of rank %d, %d steps on polite translations: %,d of %,d parameters train",
          CONFIG.rank(),
          STEPS,
          (long) r.value("lora_parameters", trained),
          (long) r.value("parameters", start.parameterCount()));
      r.say(
          "  the adapter's file has %,d bytes; the weights of the model have %,d",
          (long) r.value("adapter_bytes", bytes(model)), Float.BYTES * start.parameterCount());
      List<String> after = tasks.answers(model, tuned.learner().manager());
      r.sample(
          String.format(
              "polite answers %.2f before, %.2f after; right %.2f after",
              r.value("polite_before", TuningTasks.polite(before)),
              r.value("polite_after", TuningTasks.polite(after)),
              r.value("exact_lora", tuned.last().answers().exactMatch())));
      r.sample(after.get(0));
      List<String> off = tasks.answers(model.base(), manager);
      List<String> merged = tasks.answers(model.merged(manager), manager);
      r.say(
          "  without the updates %d of %d answers as before; merged %d of %d as with them",
          (int) r.value("same_off", same(before, off)),
          before.size(),
          (int) r.value("same_merged", same(after, merged)),
          after.size());
    }
  }

  private static long same(List<String> a, List<String> b) {
    return IntStream.range(0, a.size()).filter(i -> a.get(i).equals(b.get(i))).count();
  }

  /** Returns the size of the file with A and B. */
  private static long bytes(LoraModel model) {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      folder = Files.createTempDirectory(folder, "glass-lesson-11-");
      AdapterFiles.save(folder, model, "the fine-tuned model");
      long bytes = Files.size(folder.resolve(TENSORS));
      for (String file : List.of(TENSORS, "adapter_config.json")) {
        Files.delete(folder.resolve(file));
      }
      Files.delete(folder);
      return bytes;
    } catch (IOException e) {
      throw SafeFiles.cannot("write", folder, e);
    }
  }
}
