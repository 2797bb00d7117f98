package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.run.Ppo;
import org.glassllm.run.Pretraining;
import org.glassllm.run.Recipes;
import org.glassllm.run.RewardStage;
import org.glassllm.run.Stage;
import org.glassllm.train.StepMetrics;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.Validator;
import org.junit.jupiter.api.Test;

/** The lines about training on stderr. */
class TrainProgressTest {
  private final StringWriter lines = new StringWriter();
  private long now;

  private TrainProgress progress(Stage stage) {
    PrintWriter err = new PrintWriter(lines);
    return new TrainProgress(err, false, stage.validationFigure(), () -> now);
  }

  private static TrainSettings settings(long steps) {
    TrainSettings t = Recipes.named("test").training();
    return new TrainSettings(
        steps, 1, 1, t.windows(), 1e-3, 0, 0, TrainSettings.Decay.LINEAR, t.optimizer(), 1, steps);
  }

  private static StepMetrics step(long step, double validation, double speed) {
    return new StepMetrics(step, 100 * step, 1, validation, 1e-3, 1, speed, 1, Map.of());
  }

  @Test
  void onlyLossesPerTokenHaveAPerplexity() {
    List<Stage> stages =
        List.of(
            new Pretraining(), new RewardStage("alpaca", null, false), new Ppo("alpaca", "rule"));
    List<String> expected =
        List.of(
            "validation loss -0.6889  perplexity 0.502",
            "validation loss -0.6889",
            "held-out reward 0.6889");
    for (int i = 0; i < stages.size(); i++) {
      lines.getBuffer().setLength(0);
      try (TrainProgress progress = progress(stages.get(i))) {
        progress.onStart(TrainerState.START, settings(10));
        progress.onStep(step(1, -0.6889, 100));
        progress.onLateValidation(1, new Validator.Result(-0.6889, Map.of()));
      }
      assertEquals(
          "step 1/10  loss 1.0000  %s  100 tok/s\nstep 1/10  %s\n"
              .formatted(expected.get(i), expected.get(i)),
          lines.toString().replace("\r", ""));
    }
  }

  @Test
  void theRemainingTimeCountsRollouts() {
    try (TrainProgress progress = progress(new Ppo("alpaca", "rule"))) {
      progress.onStart(new TrainerState(4, 400, null, null), settings(20));
      for (int step = 5; step <= 12; step++) {
        boolean generates = step % 4 == 1; // a rollout takes 10 s, another step 1 s
        now += (generates ? 10 : 1) * 1_000_000_000L;
        progress.onStep(step(step, Double.NaN, generates ? 10 : 100));
      }
    }
    String last = lines.toString().lines().reduce((a, b) -> b).orElseThrow();
    assertTrue(last.startsWith("step 12/20") && last.contains("  26 s left"), last);
  }

  @Test
  void anEarlyEndIsReported() {
    try (TrainProgress progress = progress(new Pretraining())) {
      progress.onStart(TrainerState.START, settings(10));
      progress.onEarlyEnd(7, "no more");
      progress.onEnd(new TrainerState(7, 700, null, null), false);
      assertTrue(!progress.stopped());
    }
    assertEquals("training ended at step 7: no more", lines.toString().strip());
  }
}
