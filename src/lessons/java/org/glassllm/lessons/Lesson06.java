package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.batch.TokenSource;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.picture.Charts;
import org.glassllm.run.Recipes;
import org.glassllm.tensor.Torch;

/** Lesson 06: the parameters of each part of a GPT, and the loss of an untrained one. */
public final class Lesson06 implements Lesson {
  private static final List<String> SIZES = List.of("gpt2", "gpt2-medium", "gpt2-large", "gpt2-xl");

  @Override
  public String folder() {
    return "06-a-whole-gpt";
  }

  @Override
  public String title() {
    return "A whole GPT";
  }

  /** Returns the cross-entropy of an untrained model on random tokens. */
  private static double untrainedLoss(int vocab) {
    try (NDManager manager = Torch.manager()) {
      GptConfig config =
          GptConfig.builder().vocabSize(vocab).context(32).layers(2).heads(2).dim(32).build();
      Gpt gpt = new Gpt(config);
      gpt.initialize(manager, 1);
      int[] ids = new java.util.SplittableRandom(1).ints(2000, 0, vocab).toArray();
      return new TextLoss(TokenSource.of(ids), 0, manager).measure(gpt).loss();
    }
  }

  @Override
  public Report run() {
    Report r = new Report();
    r.say("Parameters of GPT-2's four sizes and of GPT-3's largest:");
    for (String size : SIZES) {
      long n = new ModelCosts(Recipes.named(size).model()).parameters();
      r.say("  %-11s %,14d", size, (long) r.value(size, n));
    }
    GptConfig gpt3 = GptConfig.builder().context(2048).layers(96).heads(96).dim(12_288).build();
    r.say("  %-11s %,14d", "GPT-3 175B", (long) r.value("gpt3", new ModelCosts(gpt3).parameters()));
    r.say("Parts of GPT-2 small:");
    new ModelCosts(Recipes.named("gpt2").model())
        .parametersByPart()
        .forEach((part, n) -> r.say("  %-18s %,14d", part, n));
    for (int vocab : new int[] {65, 512}) {
      r.say(
          "Loss of an untrained model with %d tokens: %.2f (ln %d = %.2f)",
          vocab, r.value("untrained_" + vocab, untrainedLoss(vocab)), vocab, Math.log(vocab));
    }
    return r;
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    Map<String, double[]> groups = new LinkedHashMap<>();
    for (String size : SIZES) {
      List<Double> shares = new ArrayList<>();
      ModelCosts costs = new ModelCosts(Recipes.named(size).model());
      costs.parametersByPart().forEach((part, n) -> shares.add(100.0 * n / costs.parameters()));
      groups.put(size, shares.stream().mapToDouble(Double::doubleValue).toArray());
    }
    List<String> parts =
        List.copyOf(new ModelCosts(Recipes.named("gpt2").model()).parametersByPart().keySet());
    return Map.of(
        "parameters.png",
        Charts.bars("Where the parameters are", "part", "% of all", parts, groups));
  }
}
