package org.glassllm.cli;

import static org.glassllm.cli.Given.or;
import static org.glassllm.cli.Given.requireSame;

import java.util.Iterator;
import java.util.Locale;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.model.Activation;
import org.glassllm.model.FeedForward;
import org.glassllm.model.GptConfig;
import org.glassllm.model.GptConfigBuilder;
import org.glassllm.model.Mlp;
import org.glassllm.model.Norm;
import org.glassllm.model.Positions;
import org.glassllm.model.Spec;
import picocli.CommandLine.Option;

/** Options that change a recipe's model; the preset gives the default of each. */
final class ModelOptions {
  @Option(names = "--context", paramLabel = "T", description = "Context length in tokens.")
  private Integer context;

  @Option(names = "--layers", paramLabel = "L", description = "Number of transformer blocks.")
  private Integer layers;

  @Option(
      names = "--heads",
      paramLabel = "H",
      description = "Number of attention heads; divides --dim.")
  private Integer heads;

  @Option(
      names = "--kv-heads",
      paramLabel = "G",
      description = "Number of key-value heads; divides --heads. Default: one per head.")
  private Integer kvHeads;

  @Option(names = "--dim", paramLabel = "C", description = "Embedding dimension.")
  private Integer dim;

  @Option(names = "--dropout", paramLabel = "D", description = "Dropout, at least 0, below 1.")
  private Double dropout;

  @Option(
      names = "--positions",
      completionCandidates = PositionNames.class,
      description = "Position encoding: ${COMPLETION-CANDIDATES}.")
  private String positions;

  @Option(
      names = "--norm",
      completionCandidates = NormNames.class,
      description = "Normalization: ${COMPLETION-CANDIDATES}.")
  private String norm;

  @Option(
      names = "--feed-forward",
      completionCandidates = FeedForwardNames.class,
      description = "Feed-forward network: ${COMPLETION-CANDIDATES}.")
  private String feedForward;

  @Option(
      names = "--activation",
      description = "Activation of a plain feed-forward: ${COMPLETION-CANDIDATES}.")
  private Activation activation;

  @Option(
      names = "--hidden",
      paramLabel = "F",
      description = "Hidden dimension of the feed-forward. Default: 4 C; of SwiGLU 8/3 C.")
  private Integer hidden;

  static final class PositionNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(Positions.class);
    }
  }

  static final class NormNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(Norm.class);
    }
  }

  static final class FeedForwardNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(FeedForward.class);
    }
  }

  private static <S extends Spec> Iterator<String> names(Class<S> kind) {
    return Spec.all(kind).stream().map(Spec::type).iterator();
  }

  /** Returns the choice of a name; the present one if the name is absent or its own. */
  private static <S extends Spec> S choice(Class<S> kind, String name, S present, String option) {
    return name == null || name.equalsIgnoreCase(present.type())
        ? present
        : Spec.named(kind, name, option);
  }

  /** Returns the model with all given options applied together. */
  GptConfig applyTo(GptConfig m) {
    GptConfigBuilder b =
        m.toBuilder()
            .context(or(context, m.context()))
            .layers(or(layers, m.layers()))
            .positions(choice(Positions.class, positions, m.positions(), "--positions"))
            .norm(choice(Norm.class, norm, m.norm(), "--norm"))
            .feedForward(choice(FeedForward.class, feedForward, m.feedForward(), "--feed-forward"))
            .heads(or(heads, m.heads()))
            .dim(or(dim, m.dim()));
    if (dropout != null) {
      b.dropout(dropout);
    }
    if (kvHeads != null || heads != null) {
      b.kvHeads(kvHeads == null ? 0 : Check.positive("kvHeads", kvHeads));
    }
    if (dim != null && dim != m.dim()) {
      b.hidden(0); // the usual multiple of the new dimension
    }
    if (hidden != null) {
      b.hidden(Check.positive("hidden", hidden));
    }
    if (activation != null && b.build().feedForward() instanceof Mlp) {
      b.activation(activation);
    }
    return b.build();
  }

  /** Fails if an option was given that has no effect. */
  void requireUse(GptConfig m) {
    if (activation != null && !(m.feedForward() instanceof Mlp)) {
      throw new InputException(
          "--activation %s is for a plain feed-forward, and this one is %s; omit it, or start a run"
              + " with --feed-forward plain",
          activation, m.feedForward().type());
    }
  }

  /** Fails if a given option differs from the model of a resumed run. */
  void requireSameAs(GptConfig m) {
    requireSame("--context", context, m.context());
    requireSame("--layers", layers, m.layers());
    requireSame("--heads", heads, m.heads());
    requireSame("--kv-heads", kvHeads, m.kvHeads());
    requireSame("--dim", dim, m.dim());
    requireSame("--dropout", dropout, m.dropout().residual());
    requireSame("--positions", lower(positions), m.positions().type());
    requireSame("--norm", lower(norm), m.norm().type());
    requireSame("--feed-forward", lower(feedForward), m.feedForward().type());
    if (m.feedForward() instanceof Mlp mlp) {
      requireSame("--activation", activation, mlp.activation());
    }
    requireSame("--hidden", hidden, m.hidden());
  }

  private static String lower(String name) {
    return name == null ? null : name.toLowerCase(Locale.ROOT);
  }
}
