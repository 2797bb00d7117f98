package org.glassllm.cli;

import static org.glassllm.cli.Given.or;
import static org.glassllm.cli.Given.requireSame;

import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.model.GptConfig;
import org.glassllm.model.GptConfig.FeedForwardKind;
import org.glassllm.model.GptConfigBuilder;
import org.glassllm.tensor.Activation;
import picocli.CommandLine.Option;

/** Options that change a recipe's model. */
final class ModelOptions {
  @Option(names = "--context", paramLabel = "T", description = "Tokens in a window.")
  private Integer context;

  @Option(names = "--layers", paramLabel = "L", description = "Transformer blocks.")
  private Integer layers;

  @Option(names = "--heads", paramLabel = "H", description = "Attention heads; divides --dim.")
  private Integer heads;

  @Option(
      names = "--kv-heads",
      paramLabel = "G",
      description = "Key-value heads; divides --heads. Default: as many as heads.")
  private Integer kvHeads;

  @Option(names = "--dim", paramLabel = "C", description = "Channels.")
  private Integer dim;

  @Option(names = "--dropout", paramLabel = "D", description = "Dropout, from 0 to below 1.")
  private Double dropout;

  @Option(names = "--positions", description = "Position encoding: ${COMPLETION-CANDIDATES}.")
  private GptConfig.Positions positions;

  @Option(names = "--norm", description = "Norm: ${COMPLETION-CANDIDATES}.")
  private GptConfig.NormKind norm;

  @Option(names = "--feed-forward", description = "Feed-forward: ${COMPLETION-CANDIDATES}.")
  private GptConfig.FeedForwardKind feedForward;

  @Option(
      names = "--activation",
      description = "Of a plain feed-forward: ${COMPLETION-CANDIDATES}.")
  private Activation activation;

  @Option(
      names = "--hidden",
      paramLabel = "F",
      description = "Hidden channels of the feed-forward. Default: 4 C; of SwiGLU 8/3 C.")
  private Integer hidden;

  /** The model with all given options applied together. */
  GptConfig applyTo(GptConfig m) {
    GptConfigBuilder b =
        m.toBuilder()
            .context(or(context, m.context()))
            .layers(or(layers, m.layers()))
            .dropout(or(dropout, m.dropout()))
            .positions(or(positions, m.positions()))
            .norm(or(norm, m.norm()))
            .feedForward(or(feedForward, m.feedForward()))
            .activation(or(activation, m.activation()))
            .heads(or(heads, m.heads()))
            .dim(or(dim, m.dim()));
    if (kvHeads != null || heads != null) {
      b.kvHeads(or(kvHeads, or(heads, m.heads())));
    }
    if (dim != null && dim != m.dim() || feedForward != null && feedForward != m.feedForward()) {
      b.hidden(0); // the usual multiple of the new width
    }
    if (hidden != null) {
      b.hidden(Check.positive("hidden", hidden));
    }
    return b.build();
  }

  /** Fails if an option was given that has no effect. */
  void requireUse(GptConfig m) {
    if (activation != null && m.feedForward() != FeedForwardKind.PLAIN) {
      throw new InputException(
          "--activation "
              + activation
              + " is for a plain feed-forward, and this one is "
              + m.feedForward()
              + "; leave it out, or begin a run with --feed-forward plain");
    }
  }

  /** Fails if a given option differs from the model of a run that goes on. */
  void requireSameAs(GptConfig m) {
    requireSame("--context", context, m.context());
    requireSame("--layers", layers, m.layers());
    requireSame("--heads", heads, m.heads());
    requireSame("--kv-heads", kvHeads, m.kvHeads());
    requireSame("--dim", dim, m.dim());
    requireSame("--dropout", dropout, m.dropout());
    requireSame("--positions", positions, m.positions());
    requireSame("--norm", norm, m.norm());
    requireSame("--feed-forward", feedForward, m.feedForward());
    requireSame("--activation", activation, m.activation());
    requireSame("--hidden", hidden, m.hidden());
  }
}
