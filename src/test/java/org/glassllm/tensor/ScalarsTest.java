package org.glassllm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

class ScalarsTest {
  @Test
  void garbageCollectionDoesNotChangeGradients() throws Exception {
    try (NDManager manager = Torch.manager()) {
      NDArray x = manager.ones(new Shape(4));
      x.setRequiresGradient(true);
      for (int round = 0; round < 5; round++) {
        try (NDManager scope = manager.newSubManager();
            GradientCollector collector = Torch.engine().newGradientCollector()) {
          NDArray one = scope.create(1f);
          NDArray inside = x.mul(one);
          inside.attach(scope);
          NDArray sum = Scalars.times(inside, 3).sum();
          System.gc();
          Thread.sleep(20); // another thread frees the buffers
          for (int i = 0; i < 200; i++) {
            scope.create(new float[] {Float.NaN}); // overwrites the freed number
          }
          collector.backward(sum);
          NDArray gradient = x.getGradient();
          gradient.attach(scope);
          assertEquals(3f, gradient.getFloat(0));
          gradient.muli(0);
        }
      }
    }
  }
}
