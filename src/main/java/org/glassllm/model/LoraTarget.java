package org.glassllm.model;

import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * A weight matrix, or a part of its columns, that a {@link LowRank} update changes.
 *
 * @param name name of the target, such as {@code h.0.attn.c_attn} or {@code h.0.attn.c_attn.q}
 * @param module name of the layer whose weight is changed, such as {@code h.0.attn.c_attn}
 * @param weight the weight, {@code (n, all)}
 * @param isTable whether the layer is an {@link Embedding}
 * @param firstColumn the first column that the update changes
 * @param columns m, the number of columns that the update changes
 */
public record LoraTarget(
    String name, String module, Parameter weight, boolean isTable, int firstColumn, int columns) {
  private static final String FUSED = "attn.c_attn";

  /** Returns n, the number of rows of the weight. */
  public long rows() {
    return weight.getShape().get(0);
  }

  private boolean overlaps(LoraTarget other) {
    return module.equals(other.module)
        && firstColumn < other.firstColumn + other.columns
        && other.firstColumn < firstColumn + columns;
  }

  /** Returns all targets of a model by name, in the order of the model's parameters. */
  private static Map<String, LoraTarget> all(Gpt model) {
    Map<String, LoraTarget> all = new LinkedHashMap<>();
    for (Map.Entry<String, GlassBlock> e : model.layers().entrySet()) {
      GlassBlock layer = e.getValue();
      if (layer instanceof Linear || layer instanceof Embedding) {
        Parameter weight = layer.namedParameters().get("weight");
        int columns = (int) weight.getShape().get(1);
        boolean table = layer instanceof Embedding;
        LoraTarget whole = new LoraTarget(e.getKey(), e.getKey(), weight, table, 0, columns);
        all.put(whole.name(), whole);
        if (whole.name().endsWith(FUSED)) {
          whole.parts(model.config()).forEach(part -> all.put(part.name(), part));
        }
      }
    }
    return all;
  }

  /** Returns the projections in the columns of this target. */
  private List<LoraTarget> parts(GptConfig config) {
    List<LoraTarget> parts = new ArrayList<>();
    int first = 0;
    for (Map.Entry<String, Integer> e : config.attention().projections(config.dim()).entrySet()) {
      String part = name + "." + e.getKey();
      parts.add(new LoraTarget(part, module, weight, isTable, first, e.getValue()));
      first += e.getValue();
    }
    return parts;
  }

  /** Returns whether the name ends with the given one; a part needs the name of its layer too. */
  private boolean isNamed(String end) {
    boolean whole = name.equals(module) || end.contains(".");
    return name.equals(end) || whole && name.endsWith("." + end);
  }

  /**
   * Returns the targets in a model that a configuration names, in the order of the model's
   * parameters.
   *
   * @throws InputException if a target is unknown, two targets overlap, or the rank exceeds a side
   *     of a weight
   */
  static List<LoraTarget> of(Gpt model, LoraConfig config) {
    Map<String, LoraTarget> all = all(model);
    Set<String> found = new TreeSet<>();
    for (String target : config.targets()) {
      List<String> names =
          all.keySet().stream().filter(name -> all.get(name).isNamed(target)).toList();
      if (names.isEmpty()) {
        throw unknown(target, all.keySet(), model.config().tiedHead());
      }
      found.addAll(names);
    }
    List<LoraTarget> chosen = new ArrayList<>();
    for (LoraTarget target : all.values()) {
      if (found.contains(target.name())) {
        chosen.forEach(other -> requireApart(other, target));
        int most = (int) Math.min(target.rows(), target.columns());
        if (config.rank() > most) {
          throw Check.illegal(
              "rank", config.rank(), "at most " + most + ", the shorter side of " + target.name());
        }
        chosen.add(target);
      }
    }
    return chosen;
  }

  private static InputException unknown(String target, Set<String> all, boolean tied) {
    Set<String> known = new TreeSet<>();
    all.forEach(name -> known.add(name.replaceFirst("^h\\.\\d+\\.", "")));
    boolean head = tied && "lm_head".equals(target);
    return Check.illegal(
        "targets",
        target,
        "one of " + known + (head ? "; the head of this model is tied to wte" : ""));
  }

  private static void requireApart(LoraTarget one, LoraTarget other) {
    if (one.overlaps(other)) {
      throw Check.illegal(
          "targets",
          one.name() + " and " + other.name(),
          "without common columns; remove one of the two");
    }
  }
}
