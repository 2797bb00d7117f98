package org.glassllm.text.tasks;

import org.glassllm.base.InputException;

/**
 * The result of checking an answer.
 *
 * @param outcome the result
 * @param reason the reason, on one line
 */
public record Verdict(Outcome outcome, String reason) {
  /** The possible results. */
  public enum Outcome {
    /** The answer is right. */
    RIGHT,
    /** The answer has the format that the instruction needs, but it is wrong. */
    WRONG,
    /** The answer does not have the format that the instruction needs. */
    NOT_IN_FORMAT
  }

  private static final Verdict IS_RIGHT = new Verdict(Outcome.RIGHT, "the answer is right");

  /** Returns the verdict of a right answer. */
  static Verdict right() {
    return IS_RIGHT;
  }

  /** Returns the verdict of a wrong answer. */
  static Verdict wrong(String reason) {
    return new Verdict(Outcome.WRONG, reason);
  }

  /** Returns the verdict of an answer that has not the required format. */
  static Verdict notInFormat(String mustBe, String answer) {
    String found = "the answer is \"" + InputException.shown(answer) + "\", must be " + mustBe;
    return new Verdict(Outcome.NOT_IN_FORMAT, found);
  }

  /** Returns whether the answer is right. */
  public boolean isRight() {
    return outcome == Outcome.RIGHT;
  }

  /** Returns whether the answer has the required format; the answer may be wrong. */
  public boolean isInFormat() {
    return outcome != Outcome.NOT_IN_FORMAT;
  }
}
