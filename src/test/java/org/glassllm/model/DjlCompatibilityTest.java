package org.glassllm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.NoopTranslator;
import java.nio.file.Path;
import org.glassllm.loss.CrossEntropy;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our blocks are ordinary DJL blocks: they work in DJL's Model, Trainer and Predictor. */
class DjlCompatibilityTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aGptTrainsInDjlsTrainerAndPredictsInItsPredictor(boolean tied, @TempDir Path folder)
      throws Exception {
    Torch.engine();
    GptConfig config = TinyGpts.builder().tiedHead(tied).build();
    long[] ids = TinyGpts.ids(2, 6, 7, 1), targets = TinyGpts.ids(2, 6, 7, 2);
    float[] predicted;
    try (Model model = Model.newInstance("gpt", "PyTorch")) {
      model.setBlock(new Gpt(config));
      DefaultTrainingConfig training =
          new DefaultTrainingConfig(new CrossEntropy())
              .optOptimizer(Optimizer.adam().optLearningRateTracker(Tracker.fixed(0.02f)).build());
      try (Trainer trainer = model.newTrainer(training)) {
        trainer.initialize(new Shape(2, 6));
        float first = step(trainer, ids, targets);
        float last = first;
        for (int i = 0; i < 30; i++) {
          last = step(trainer, ids, targets);
        }
        assertTrue(last < first / 4, "loss went from " + first + " to " + last);
      }
      predicted = predict(model, ids);
      model.save(folder, "gpt");
    }
    try (Model loaded = Model.newInstance("gpt", "PyTorch")) {
      loaded.setBlock(new Gpt(config));
      loaded.load(folder, "gpt");
      assertArrayEquals(predicted, predict(loaded, ids));
    }
  }

  private static float step(Trainer trainer, long[] ids, long... targets) {
    try (NDManager scope = trainer.getManager().newSubManager()) {
      float loss;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList logits = trainer.forward(new NDList(TinyGpts.array(scope, 2, 6, ids)));
        var value =
            trainer.getLoss().evaluate(new NDList(TinyGpts.array(scope, 2, 6, targets)), logits);
        collector.backward(value);
        loss = value.getFloat();
        logits.close();
      }
      trainer.step();
      return loss;
    }
  }

  private static float[] predict(Model model, long... ids) throws Exception {
    try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
        NDManager scope = model.getNDManager().newSubManager()) {
      NDList out = predictor.predict(new NDList(TinyGpts.array(scope, 2, 6, ids)));
      return out.singletonOrThrow().toType(DataType.FLOAT32, false).toFloatArray();
    }
  }
}
