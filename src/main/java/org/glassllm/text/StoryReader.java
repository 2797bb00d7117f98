package org.glassllm.text;

import java.util.List;

/**
 * The teller that reads: it follows a given text through the story and multiplies the probabilities
 * of the alternatives found there.
 *
 * <p>An alternative of weight 0 makes the probability 0 but is followed all the same, so that a
 * text whose words are right and whose world is not can be told from gibberish.
 */
final class StoryReader implements Teller {
  /** How reading ended. */
  enum Outcome {
    /** The text is whole stories. */
    WHOLE,
    /** The text ends inside a story, and could go on. */
    CUT,
    /** The text leaves the grammar. */
    FOREIGN
  }

  /** Leaves the story's procedure early; it carries no stack, for it is no error. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Outcome outcome;

    Stop(Outcome outcome) {
      super(null, null, false, false);
      this.outcome = outcome;
    }
  }

  private final String text;
  private final int end;
  private int position;
  private int stories;
  private double logProbability;
  private String fault = "";
  private int faultAt = -1;
  private List<Alternative> expected = List.of();

  /** Reads {@code text[start, end)}. */
  StoryReader(String text, int start, int end) {
    this.text = text;
    this.position = start;
    this.end = end;
  }

  /** Reads stories until the text is used up or leaves the grammar. */
  Outcome readAll(Story story) {
    Outcome outcome = Outcome.WHOLE;
    while (position < end && outcome == Outcome.WHOLE) {
      outcome = readOne(story);
    }
    return outcome;
  }

  /** Reads one story. */
  Outcome readOne(Story story) {
    try {
      story.tell(this);
    } catch (Stop stop) {
      return stop.outcome;
    }
    stories++;
    return Outcome.WHOLE;
  }

  @Override
  public int choose(Choice choice) {
    List<Alternative> alternatives = choice.alternatives();
    int rest = end - position;
    int open = 0;
    int openWeight = 0;
    for (int i = 0; i < alternatives.size(); i++) {
      Alternative a = alternatives.get(i);
      int length = a.text().length();
      if (text.regionMatches(position, a.text(), 0, Math.min(length, rest))) {
        if (length <= rest) {
          multiply(a.weight(), choice);
          noteFault(a);
          position += length;
          return i;
        }
        open++;
        openWeight += a.weight();
      }
    }
    expected = alternatives;
    if (open == 0) {
      logProbability = Double.NEGATIVE_INFINITY;
      throw new Stop(Outcome.FOREIGN);
    }
    multiply(openWeight, choice);
    throw new Stop(Outcome.CUT);
  }

  /** Where reading stands. */
  int position() {
    return position;
  }

  /** Whole stories read so far. */
  int stories() {
    return stories;
  }

  /** Natural logarithm of the probability that stories begin with what was read. */
  double logProbability() {
    return logProbability;
  }

  /** Why the first impossible alternative is impossible; empty where all were possible. */
  String fault() {
    return fault;
  }

  /** Where the first impossible alternative stands; −1 where all were possible. */
  int faultAt() {
    return faultAt;
  }

  /** What could have stood where reading stopped. */
  List<Alternative> expected() {
    return expected;
  }

  private void multiply(int weight, Choice choice) {
    if (weight == 0) {
      logProbability = Double.NEGATIVE_INFINITY;
    } else if (weight != choice.totalWeight()) {
      logProbability += Math.log((double) weight / choice.totalWeight());
    }
  }

  private void noteFault(Alternative a) {
    if (a.weight() == 0 && faultAt < 0) {
      faultAt = position;
      fault = a.fault();
    }
  }
}
