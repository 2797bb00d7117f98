package org.glassllm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import java.util.Map;
import java.util.SplittableRandom;
import org.glassllm.batch.Batch;
import org.glassllm.loss.CrossEntropy;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the gradient of every tensor with finite differences in float64. */
class GptGradientTest {
  private static final double H = 1e-5;
  private static final int PLACES = 4;

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void gradientsOfEveryTensorEqualFiniteDifferences(GptConfig config) {
    try (NDManager manager = Torch.manager()) {
      Gpt gpt = TinyGpts.initialized(config, Kernels.FUSED, manager, DataType.FLOAT64);
      gpt.namedParameters().values().forEach(p -> p.getArray().setRequiresGradient(true));
      long[] ids = TinyGpts.ids(2, config.context(), config.vocabSize(), 6);
      long[] targets = TinyGpts.ids(2, config.context(), config.vocabSize(), 7);
      targets[3] = Batch.IGNORE;
      Batch batch = new Batch(ids, targets, 2, config.context());
      try (GradientCollector collector = Torch.engine().newGradientCollector()) {
        collector.backward(loss(gpt, batch, manager));
      }
      SplittableRandom random = new SplittableRandom(8);
      for (Map.Entry<String, Parameter> e : gpt.namedParameters().entrySet()) {
        NDArray weight = e.getValue().getArray();
        double[] gradient = weight.getGradient().toDoubleArray();
        assertTrue(gradient.length > 0);
        for (int i = 0; i < PLACES; i++) {
          int place = random.nextInt(gradient.length);
          double expected = difference(gpt, batch, weight, place);
          assertEquals(
              expected, gradient[place], 1e-6 + 1e-5 * Math.abs(expected), e.getKey() + place);
        }
      }
    }
  }

  private static NDArray loss(Gpt gpt, Batch batch, NDManager manager) {
    NDArray logits = gpt.logits(Pass.of(manager, gpt.kernels(), false), batch.inputArray(manager));
    return CrossEntropy.sum(gpt.kernels(), logits, batch.targetArray(manager));
  }

  private static double difference(Gpt gpt, Batch batch, NDArray weight, int place) {
    double up = shifted(gpt, batch, weight, place, H);
    double down = shifted(gpt, batch, weight, place, -H);
    return (up - down) / (2 * H);
  }

  private static double shifted(Gpt gpt, Batch batch, NDArray weight, int place, double by) {
    try (NDManager scope = weight.getManager().newSubManager()) {
      double[] values = weight.toDoubleArray();
      double old = values[place];
      values[place] = old + by;
      weight.set(new NDIndex("..."), scope.create(values, weight.getShape()));
      double loss = loss(gpt, batch, scope).getDouble();
      values[place] = old;
      weight.set(new NDIndex("..."), scope.create(values, weight.getShape()));
      return loss;
    }
  }
}
