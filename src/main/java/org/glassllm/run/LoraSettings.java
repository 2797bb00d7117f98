package org.glassllm.run;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassllm.base.Check;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LoraConfig;
import org.glassllm.model.LoraModel;
import org.glassllm.model.LowRank;
import org.glassllm.model.Network;

/**
 * The settings of LoRA in {@code run.json}. Only low-rank adapters train; the base model is fixed.
 *
 * @param rank r, at least 1
 * @param alpha α, greater than 0; each update is multiplied by α/r
 * @param dropout the dropout probability of each update's input, in [0, 1)
 * @param targets the names of {@link LoraConfig#targets}, separated by commas; {@code q}, {@code k}
 *     and {@code v} are short for the parts of {@code attn.c_attn}
 */
public record LoraSettings(int rank, double alpha, double dropout, String targets) {
  private static final Set<String> PARTS = Set.of("q", "k", "v");
  private static final Pattern LAYER = Pattern.compile("h\\.(\\d+)\\..*");

  /** Checks the values that do not depend on the model. */
  public LoraSettings {
    Check.positive("loraRank", rank);
    Check.positive("loraAlpha", alpha);
    Check.below("loraDropout", dropout, 0, 1);
    Check.notNull("targets", targets);
    config(rank, alpha, dropout, targets);
  }

  /** Creates settings with α = 2 r, no dropout, and updates of the queries and values. */
  public LoraSettings(int rank) {
    this(rank, 2.0 * rank, 0, "q,v");
  }

  private static LoraConfig config(int rank, double alpha, double dropout, String targets) {
    List<String> names =
        Arrays.stream(targets.split(",", -1))
            .map(name -> PARTS.contains(name) ? "attn.c_attn." + name : name)
            .toList();
    return new LoraConfig(rank, alpha, dropout, names);
  }

  private LoraModel model(Gpt base) {
    return new LoraModel(base, config(rank, alpha, dropout, targets));
  }

  /**
   * Returns a base model with adapters of initial values, which change nothing.
   *
   * @param base an initialized model
   * @param manager the owner of the adapters
   * @param seed determines the initial values
   * @throws org.glassllm.base.InputException if a target is unknown, two targets overlap, or the
   *     rank is too large
   */
  LoraModel adapt(Gpt base, NDManager manager, long seed) {
    LoraModel model = model(base);
    model.initialize(manager, seed);
    return model;
  }

  /**
   * Returns the costs of a model with these adapters.
   *
   * @throws org.glassllm.base.InputException as {@link #adapt}
   */
  ModelCosts costs(GptConfig config) {
    LoraModel model = model(new Gpt(config)); // without values, so without memory
    int layers = model.adapters().stream().mapToInt(a -> layersFrom(a, config)).max().orElse(0);
    return new ModelCosts(config).withAdapters(Network.count(model.trainedParameters()), layers);
  }

  /** Returns the number of layers that the backward pass goes through to an adapter. */
  private static int layersFrom(LowRank adapter, GptConfig config) {
    String name = adapter.target().name();
    Matcher layer = LAYER.matcher(name);
    if (layer.matches()) {
      return config.layers() - Integer.parseInt(layer.group(1));
    }
    return "lm_head".equals(name) ? 0 : config.layers();
  }
}
