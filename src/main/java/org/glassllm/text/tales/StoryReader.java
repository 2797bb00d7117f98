package org.glassllm.text.tales;

import java.util.List;

/**
 * A teller that reads a text. At each choice of the story, the teller finds the alternative that
 * the text contains, and multiplies the probabilities of the alternatives. The fields hold the
 * result.
 *
 * <p>An alternative of weight 0 makes the probability 0, but reading continues. This separates a
 * text with an impossible event from a text outside the grammar.
 */
final class StoryReader implements Teller {
  /** The ways in which reading can end. */
  enum Outcome {
    /** The text consists of complete stories. */
    WHOLE,
    /** The text ends inside a story. */
    CUT,
    /** The text leaves the grammar. */
    FOREIGN
  }

  /** An exception that leaves the story's procedure early. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop() {
      super(null, null, false, false); // without a stack trace
    }
  }

  private final String text;
  private final int end;

  /** The way in which reading ended. */
  Outcome outcome = Outcome.WHOLE;

  /** The index after the last character read. */
  int position;

  /** The number of complete stories. */
  int stories;

  private double logProbability;

  /** The fault of the first impossible alternative; empty if there is none. */
  String fault = "";

  /** The index of the first impossible alternative in the text; −1 if there is none. */
  int faultAt = -1;

  /** The alternatives of the choice at which reading stopped. */
  List<Alternative> expected = List.of();

  private StoryReader(String text, int start, int end) {
    this.text = text;
    this.position = start;
    this.end = end;
  }

  /** Reads at most {@code most} stories from {@code text[start, end)}; returns the result. */
  static StoryReader read(Story story, String text, int start, int end, int most) {
    StoryReader reader = new StoryReader(text, start, end);
    try {
      while (reader.stories < most && reader.position < end) {
        story.tell(reader);
        reader.stories++;
      }
    } catch (Stop stop) {
      return reader;
    }
    return reader;
  }

  /** Returns the log-probability that stories begin with this text, in nats. */
  double logProbability() {
    return logProbability;
  }

  @Override
  public int choose(Choice choice) {
    List<Alternative> alternatives = choice.alternatives();
    int rest = end - position;
    boolean cut = false;
    int openWeight = 0;
    for (int i = 0; i < alternatives.size(); i++) {
      Alternative a = alternatives.get(i);
      int length = a.text().length();
      if (text.regionMatches(position, a.text(), 0, Math.min(length, rest))) {
        if (length <= rest) {
          take(a, choice.totalWeight());
          return i;
        }
        cut = true;
        openWeight += a.weight();
      }
    }
    expected = alternatives;
    multiply(openWeight, choice.totalWeight());
    outcome = cut ? Outcome.CUT : Outcome.FOREIGN;
    throw new Stop();
  }

  private void take(Alternative a, int totalWeight) {
    multiply(a.weight(), totalWeight);
    if (a.weight() == 0 && faultAt < 0) {
      faultAt = position;
      fault = a.fault();
    }
    position += a.text().length();
  }

  private void multiply(int weight, int totalWeight) {
    if (weight != totalWeight || weight == 0) { // a weight of 0 gives −∞, even if the total is 0
      logProbability +=
          weight == 0 ? Double.NEGATIVE_INFINITY : Math.log((double) weight / totalWeight);
    }
  }
}
