package org.glassllm.course.l06;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l06.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code CountParameters}. */
abstract class CountParametersContract extends Contract<Tasks.CountParameters> {
  CountParametersContract(Tasks.CountParameters code) {
    super(6, Tasks.CountParameters.class, code);
  }

  @Test
  void gpt2SizesAreExact() {
    near(
        "GPT-2 small",
        124_439_808L,
        code().count(50_257, 1024, 12, 768, true),
        "count the biases, two norms per layer with gain and bias, and the last norm; a tied head adds none");
    near(
        "GPT-2 XL",
        1_557_611_200L,
        code().count(50_257, 1024, 48, 1600, true),
        "48 layers of 1600 channels");
    near(
        "GPT-2 small with an untied head",
        124_439_808L + 50_257L * 768,
        code().count(50_257, 1024, 12, 768, false),
        "an untied head has V·C weights");
  }
}
