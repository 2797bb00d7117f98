package org.glassllm.lessons;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.GRU;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.UniformInitializer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.batch.Batch;
import org.glassllm.batch.TokenSource;
import org.glassllm.batch.WindowPlan;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.loss.CrossEntropy;
import org.glassllm.optim.AdamW;
import org.glassllm.optim.Schedule;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Scalars;
import org.glassllm.tensor.Seeds;
import org.glassllm.tensor.Torch;

/** A recurrent language model of DJL's blocks: one-hot characters, a GRU, a linear head. */
final class GruModel implements AutoCloseable {
  private final NDManager manager = Torch.manager();
  private final SequentialBlock block = new SequentialBlock();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final CrossEntropy loss = new CrossEntropy();
  private final Seeds seeds = new Seeds(1);
  private final int vocab;

  GruModel(int vocab, int state) {
    this.vocab = vocab;
    block
        .add(
            GRU.builder()
                .setStateSize(state)
                .setNumLayers(1)
                .optBatchFirst(true)
                .optReturnState(false)
                .build())
        .add(Linear.builder().setUnits(vocab).build());
    block.setInitializer(new UniformInitializer((float) (1 / Math.sqrt(state))), p -> true);
    seeds.seedEngine(Seeds.Purpose.INITIALIZATION, 0, 0);
    block.initialize(manager, DataType.FLOAT32, new Shape(1, SmallRun.CONTEXT, vocab));
    block.getParameters().forEach(p -> parameters.put(p.getKey(), p.getValue()));
    parameters.values().forEach(p -> p.getArray().setRequiresGradient(true));
  }

  long parameterCount() {
    return parameters.values().stream().mapToLong(p -> p.getArray().size()).sum();
  }

  private NDArray logits(NDArray ids, boolean training) {
    NDArray oneHot = ids.oneHot(vocab); // (B, T, V)
    return block
        .forward(new ParameterStore(manager, false), new NDList(oneHot), training)
        .singletonOrThrow(); // (B, T, V)
  }

  void train(int[] text, int steps, double rate) {
    Torch.recordNothing();
    TokenSource source = TokenSource.of(text);
    WindowPlan plan = WindowPlan.random(source.size(), SmallRun.BATCH, SmallRun.CONTEXT, seeds);
    Schedule schedule = Schedule.warmupCosine(rate, rate / 10, steps / 10, steps);
    AdamW.Settings settings = AdamW.Settings.GPT3;
    try (AdamW optimizer = new AdamW(parameters, settings, Kernels.defaults(), manager)) {
      for (int step = 0; step < steps; step++) {
        Batch batch = Batch.of(source, plan.starts(step, 0), SmallRun.CONTEXT);
        try (NDManager scope = manager.newSubManager()) {
          try (GradientCollector collector = Torch.engine().newGradientCollector()) {
            NDArray sum = loss.sum(logits(batch.inputArray(scope), true), batch.targetArray(scope));
            collector.backward(Scalars.times(sum, 1.0 / batch.counted()));
          }
          Map<String, NDArray> gradients = new LinkedHashMap<>();
          parameters.forEach(
              (name, p) -> {
                NDArray gradient = p.getArray().getGradient();
                gradient.attach(scope);
                gradients.put(name, gradient);
              });
          optimizer.step(gradients, schedule.at(step));
          gradients.values().forEach(g -> g.muli(0));
        }
      }
    }
  }

  /** Measures as {@link TextLoss} with stride = context: each window starts with an empty state. */
  TextLoss.Result measure(int... text) {
    double total = 0;
    long counted = 0;
    TokenSource source = TokenSource.of(text);
    for (int start = 0; start + 1 < text.length; start += SmallRun.CONTEXT) {
      int length = Math.min(SmallRun.CONTEXT, text.length - 1 - start);
      try (NDManager scope = manager.newSubManager()) {
        Batch batch = Batch.of(source, new long[] {start}, length);
        NDArray sum = loss.sum(logits(batch.inputArray(scope), false), batch.targetArray(scope));
        total += sum.toType(DataType.FLOAT64, false).getDouble();
        counted += length;
      }
    }
    return new TextLoss.Result(total, counted);
  }

  @Override
  public void close() {
    manager.close();
  }
}
