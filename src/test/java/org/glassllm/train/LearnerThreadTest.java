package org.glassllm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.glassllm.batch.Batch;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.Test;

class LearnerThreadTest {
  @Test
  void aThreadThatDidNotStartTheEngineTrainsTheSame() throws Exception {
    Torch.engine();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Callable<Double> elsewhere = LearnerThreadTest::lossAfterTwoSteps;
      assertEquals(lossAfterTwoSteps(), other.submit(elsewhere).get());
    } finally {
      other.shutdown();
    }
  }

  private static double lossAfterTwoSteps() {
    GptConfig config =
        GptConfig.builder().vocabSize(8).context(4).layers(1).heads(1).dim(8).build();
    Batch batch = new Batch(new long[] {1, 2, 3, 4}, new long[] {2, 3, 4, 5}, 1, 4);
    try (Learner learner = new Learner(Torch.manager(), new Gpt(config), AdamW.Settings.GPT3, 1)) {
      learner.step(0, List.of(batch), 1e-2);
      return learner.step(1, List.of(batch), 1e-2).loss();
    }
  }
}
