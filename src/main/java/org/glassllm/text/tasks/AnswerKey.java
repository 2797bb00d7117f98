package org.glassllm.text.tasks;

import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.glassllm.base.InputException;

/** Judges answers to one instruction. */
public interface AnswerKey {
  /** Judges an answer; white space before and after the answer is ignored. */
  Verdict judge(String answer);

  /** Returns the number of words of a short answer. */
  int words();

  /**
   * Returns the part of an answer that answers the instruction; the rest is additional. The default
   * is the complete answer.
   */
  default String core(String answer) {
    return answer;
  }

  /**
   * Returns the share of the answer's sentences that are true in the world of the tale, from 0 to
   * 1; empty if the instruction has no world.
   */
  default OptionalDouble truth(String answer) {
    return OptionalDouble.empty();
  }

  /**
   * Returns a key with a single right answer.
   *
   * @param right the right answer
   * @param format whether an answer has the required format
   * @param mustBe describes the format
   */
  static AnswerKey exact(String right, Predicate<String> format, String mustBe) {
    return new AnswerKey() {
      @Override
      public Verdict judge(String answer) {
        String given = answer.strip();
        if (given.equals(right)) {
          return Verdict.right();
        }
        return format.test(given)
            ? Verdict.wrong(
                "expected \"" + right + "\", found \"" + InputException.shown(given) + "\"")
            : Verdict.notInFormat(mustBe, given);
      }

      @Override
      public int words() {
        return countWords(right);
      }
    };
  }

  /** Returns the number of words of a text; white space separates words. */
  static int countWords(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }
}
