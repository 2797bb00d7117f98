package org.glassllm.run;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.base.Progress;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.text.tales.TaleChecker;
import org.glassllm.train.TrainSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The README's table of expected results. Each test takes minutes: run them with {@code -Pslow}.
 */
@Tag("slow")
class RecipeResultsTest {
  private static final Path SHAKESPEARE = Path.of("../shared/data/tinyshakespeare.txt");
  private static final int SEEDS = 4;
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"nano-cpu,1.90", "nano-cpu-improved,1.80"})
  void meanLossesOfFourSeedsMatchTheReadme(String preset, double limit) {
    assumeTrue(Files.exists(SHAKESPEARE), () -> SHAKESPEARE + " is not there");
    double sum = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      Recipe recipe = withSeed(Recipes.named(preset), seed);
      try (TrainingRun run =
          TrainingRun.start(folder.resolve("seed-" + seed), recipe, SHAKESPEARE.toString())) {
        sum += run.train().validationLoss();
      }
    }
    double mean = sum / SEEDS;
    assertTrue(mean <= limit, preset + " reached " + mean);
  }

  private static Recipe withSeed(Recipe r, long seed) {
    TrainSettings t = r.training();
    TrainSettings seeded =
        new TrainSettings(
            t.steps(),
            t.batch(),
            t.gradAccum(),
            t.windows(),
            t.lr(),
            t.minLr(),
            t.warmup(),
            t.decay(),
            t.optimizer(),
            seed,
            500);
    return new Recipe(r.preset(), r.model(), seeded, r.tokenizer(), r.vocab());
  }

  @Test
  void theTourNearsTheFloorAndItsTalesParse() {
    Path root = folder.resolve("tour");
    try (TrainingRun run = TrainingRun.start(root, Recipes.named(Recipes.DEFAULT), RunData.TALES)) {
      run.train();
    }
    try (TrainedModel model = TrainedModel.open(root)) {
      Evaluation result =
          Evaluation.ofValidation(model, RunData.read(RunData.TALES), 0, Progress.NONE);
      double ratio = result.result().perplexity() / result.floor().orElseThrow().ownPerplexity();
      assertTrue(ratio <= 1.5, "perplexity " + result);
      List<String> tales = new ArrayList<>();
      for (int seed = 0; seed < 50; seed++) {
        Request request = model.request("", 200, new Sampling(0.8, 0, 1, 1), seed);
        tales.add(model.generate(request, part -> {}));
      }
      double share = TaleChecker.checkAll(tales).parsingShare();
      assertTrue(share >= 0.8, "of the tales " + share + " parse");
    }
  }
}
