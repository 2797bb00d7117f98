package org.glassllm.course.l08;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l08.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code ExactMatch}. */
abstract class ExactMatchContract extends Contract<Tasks.ExactMatch> {
  ExactMatchContract(Tasks.ExactMatch code) {
    super(8, Tasks.ExactMatch.class, code);
  }

  @Test
  void onlyEqualAnswersCount() {
    String[] answers = {" Paris. ", "It is Rome", "oslo", "Berlin", "42"};
    String[] references = {"paris", "Rome", "Oslo.", "Bern", "42"};
    near(
        "exact match",
        0.6,
        code().exactMatch(answers, references),
        "normalize both sides (strip, lower case, remove one final full stop), compare with equals, divide as double");
  }
}
