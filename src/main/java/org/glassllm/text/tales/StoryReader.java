package org.glassllm.text.tales;

import java.util.List;

/**
 * A teller that reads: it follows a text through the story and multiplies the probabilities of the
 * alternatives that it finds.
 *
 * <p>An alternative of weight 0 makes the probability 0, but reading continues. So a text with a
 * grammatical but impossible event differs from a text outside the grammar.
 */
final class StoryReader implements Teller {
  /** The result of reading. */
  enum Outcome {
    /** The text is whole stories. */
    WHOLE,
    /** The text ends inside a story. */
    CUT,
    /** The text leaves the grammar. */
    FOREIGN
  }

  /** Leaves the story's procedure early. It needs no stack trace. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Outcome outcome;

    Stop(Outcome outcome) {
      super(null, null, false, false);
      this.outcome = outcome;
    }
  }

  /**
   * What was read.
   *
   * @param position the index after the last character read
   * @param stories number of whole stories
   * @param logProbability that stories begin with this text, in nats
   * @param fault the fault of the first impossible alternative; empty if there is none
   * @param faultAt its index; −1 if there is none
   * @param expected the alternatives where reading stopped
   */
  record Reading(
      Outcome outcome,
      int position,
      int stories,
      double logProbability,
      String fault,
      int faultAt,
      List<Alternative> expected) {}

  private final String text;
  private final int end;
  private int position;
  private double logProbability;
  private String fault = "";
  private int faultAt = -1;
  private List<Alternative> expected = List.of();

  private StoryReader(String text, int start, int end) {
    this.text = text;
    this.position = start;
    this.end = end;
  }

  /** Reads at most {@code most} stories from {@code text[start, end)}. */
  static Reading read(Story story, String text, int start, int end, int most) {
    StoryReader reader = new StoryReader(text, start, end);
    Outcome outcome = Outcome.WHOLE;
    int stories = 0;
    try {
      while (stories < most && reader.position < end) {
        story.tell(reader);
        stories++;
      }
    } catch (Stop stop) {
      outcome = stop.outcome;
    }
    return new Reading(
        outcome,
        reader.position,
        stories,
        reader.logProbability,
        reader.fault,
        reader.faultAt,
        reader.expected);
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
    throw new Stop(cut ? Outcome.CUT : Outcome.FOREIGN);
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
    if (weight == 0) {
      logProbability = Double.NEGATIVE_INFINITY;
    } else if (weight != totalWeight) {
      logProbability += Math.log((double) weight / totalWeight);
    }
  }
}
