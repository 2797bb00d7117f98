package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.NormalInitializer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.glassllm.model.GlassBlock;
import org.glassllm.model.HiddenStateModel;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Autograd;

/**
 * A tabular softmax policy: the logits of the next token are a row of a table, chosen by the last
 * token. The hidden state is the one-hot token, so a value head is a table of values.
 */
final class TabularModel extends GlassBlock implements HiddenStateModel {
  private final int vocab;
  private final Parameter table;

  private TabularModel(int vocab) {
    this.vocab = vocab;
    table = parameter("table", Parameter.Type.WEIGHT, new NormalInitializer(0.5f), vocab, vocab);
  }

  /** Returns a model with random logits in float64. */
  static TabularModel random(int vocab, NDManager manager, long seed) {
    Autograd.off();
    TabularModel model = new TabularModel(vocab);
    model.initialize(manager, DataType.FLOAT64);
    double[] values = new SplittableRandom(seed).doubles((long) vocab * vocab, -1, 1).toArray();
    model.array().set(new NDIndex("..."), manager.create(values, new Shape(vocab, vocab)));
    return model;
  }

  NDArray array() {
    return table.getArray();
  }

  /** Returns the probabilities of the tokens after a token. */
  double[] probabilities(int token) {
    double[] p = Arrays.copyOfRange(array().toDoubleArray(), token * vocab, (token + 1) * vocab);
    return normalized(Arrays.stream(p).map(Math::exp).toArray());
  }

  /** Returns numbers divided by their sum. */
  static double[] normalized(double... weights) {
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> w / sum).toArray();
  }

  /** Returns the total variation distance of two distributions. */
  static double distance(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.abs(p[i] - q[i]) / 2;
    }
    return sum;
  }

  @Override
  public NDArray apply(Pass pass, NDArray ids) {
    return logits(pass, ids);
  }

  @Override
  public NDArray logits(Pass pass, NDArray ids) {
    return unembed(pass, hidden(pass, ids));
  }

  @Override
  public NDArray hidden(Pass pass, NDArray ids) {
    return ids.oneHot(vocab, array().getDataType()); // (B, T, V)
  }

  @Override
  public NDArray unembed(Pass pass, NDArray hidden) {
    return hidden.matMul(pass.value(table, hidden));
  }

  @Override
  public int dim() {
    return vocab;
  }

  @Override
  public int vocabSize() {
    return vocab;
  }

  @Override
  public int context() {
    return 2;
  }

  @Override
  public void initialize(NDManager manager, DataType type) {
    initialize(manager, type, new Shape(1, 1));
  }
}
