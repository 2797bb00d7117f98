package org.glassllm.run;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.glassllm.align.Rendering;
import org.glassllm.align.RewardScorer;
import org.glassllm.align.ValueModel;
import org.glassllm.base.InputException;
import org.glassllm.base.Progress;
import org.glassllm.batch.Example;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.text.examples.ExampleReader;
import org.glassllm.text.examples.LengthLimit;
import org.glassllm.text.examples.Preference;
import org.glassllm.text.examples.ReadOptions;

/**
 * A reward model that was loaded from the best checkpoint of a run.
 *
 * @param manager the owner of the model's arrays
 * @param scorer scores prompts with their answers
 * @param rendering the format of prompts, with the tokenizer of the checkpoint
 * @param context maximum number of tokens in a prompt with its answer
 */
public record TrainedReward(
    NDManager manager, RewardScorer scorer, Rendering rendering, int context)
    implements AutoCloseable {
  private static final int ROWS = 32;
  private static final int PAIRS = 64;

  /**
   * Opens the best checkpoint of a run on a device.
   *
   * @throws InputException if the run is not a run of a reward model
   */
  public static TrainedReward open(Path folder, Device device) {
    RunFolder run = RunFolder.open(folder);
    RunRecord record = RunRecord.of(run);
    if (!(record.stage() instanceof RewardStage stage)) {
      throw new InputException(
          "the run %s is a run of kind %s, must be a run of a reward model; give a run of kind"
              + " reward",
          folder, record.kind());
    }
    NDManager manager = Torch.manager(device);
    try {
      Checkpoint best = run.best();
      ValueModel model = ValueModel.reward(best.loadModel(manager, Kernels.FUSED));
      model.initialize(manager, DataType.FLOAT32);
      best.loadHead(model.headParameters());
      Rendering rendering = new Rendering(stage.format().orElseThrow(), best.loadTokenizer());
      RewardScorer scorer = new RewardScorer(folder.toString(), model, ROWS, manager);
      return new TrainedReward(manager, scorer, rendering, best.config().context());
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** Returns the preferences of a file whose prompts and answers fit into the context. */
  public List<Preference> fitting(Path file) {
    List<Preference> pairs = new ArrayList<>();
    LengthLimit limit = new LengthLimit(e -> 0, context, "tokens");
    ExampleReader.preferences(file, ReadOptions.DEFAULT, limit, this::length, pairs::add);
    return pairs;
  }

  private int length(Preference preference) {
    var texts = rendering.of(preference);
    return Math.max(texts.chosen().length(), texts.rejected().length());
  }

  /**
   * Returns, for each preference, the reward of the chosen answer minus the reward of the rejected
   * answer.
   *
   * @param progress receives the number of preferences
   */
  public double[] differences(List<Preference> pairs, Progress progress) {
    double[] differences = new double[pairs.size()];
    for (int start = 0; start < differences.length; start += PAIRS) {
      int end = Math.min(start + PAIRS, differences.length);
      List<Example> texts =
          pairs.subList(start, end).stream()
              .map(rendering::of)
              .flatMap(pair -> Stream.of(pair.chosen(), pair.rejected()))
              .toList();
      double[] rewards = scorer.ofTexts(texts);
      for (int i = start; i < end; i++) {
        differences[i] = rewards[2 * (i - start)] - rewards[2 * (i - start) + 1];
      }
      progress.at(end, differences.length);
    }
    return differences;
  }

  @Override
  public void close() {
    manager.close();
  }
}
