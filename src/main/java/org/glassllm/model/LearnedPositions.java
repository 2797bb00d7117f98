package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import org.glassllm.base.InputException;

/** Position embeddings (GPT-2): a trained vector per position, added to the token embedding. */
public record LearnedPositions() implements Positions {
  @Override
  public String type() {
    return "learned";
  }

  @Override
  public PositionEncoding build(GptConfig config) {
    return new Table(config);
  }

  @Override
  public long parameters(GptConfig config) {
    return (long) config.context() * config.dim();
  }

  private static final class Table extends PositionEncoding {
    private final int context;
    private final Parameter weight;

    Table(GptConfig c) {
      context = c.context();
      weight =
          parameter("weight", Parameter.Type.WEIGHT, Initializers.weights(c), context, c.dim());
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) {
      check(pass.end(tokens(x)));
      return x.add(rows(pass.value(weight, x), pass, x)); // (T, C) or (B, T, C)
    }

    @Override
    long fusedKind() {
      return 1;
    }

    @Override
    NDList fusedTables(NDManager scope, NDArray weights, int end) {
      check(end);
      return new NDList(weight.getArray());
    }

    private void check(int end) {
      if (end > context) {
        throw new InputException(
            "illegal text: %s tokens, must be at most the context, %s; shorten the text, or train"
                + " a model with RoPE or ALiBi",
            end, context);
      }
    }
  }
}
