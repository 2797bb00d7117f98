package org.glassllm.text.tales;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.glassllm.text.tales.World.Thing;

/**
 * The ending of a tale, which states the holder or the place of each thing. The events determine
 * nearly the complete ending, so the ending shows whether a model followed the events.
 *
 * @param teller the teller that decides the choices
 * @param world the state of the tale after the last event
 * @param untold the things that the ending has not mentioned yet
 */
record TaleEnding(Teller teller, World world, List<Thing> untold) {
  private static final String WRONG = "the events of the tale contradict these words";
  private static final int PEOPLE = TaleVocabulary.NAMES.size();

  TaleEnding(Teller teller, World world) {
    this(teller, world, new ArrayList<>(world.things()));
  }

  /** Tells the ending. */
  void tell() {
    int joint;
    int subject;
    do {
      subject = thing();
      boolean done = untold.isEmpty();
      joint =
          teller.choose(
              Choice.of()
                  .addIf(!done, " and ", 1, "the ending has mentioned all things")
                  .addIf(done, " while ", 2, "the ending has not mentioned all things")
                  .addIf(done, ". ", 3, "the ending has not mentioned all things"));
    } while (joint == 0);
    if (joint == 1) {
      person(subject);
    }
    teller.choose(
        Choice.of()
            .add("Everyone was happy. ", 3)
            .add("It was a good day. ", 2)
            .add("They stayed friends. ", 2)
            .add("Then it was time to sleep. ", 1));
    teller.say(Tales.END);
  }

  /**
   * Tells a sentence such as "Mia had the red ball" or "the red ball was in the garden"; returns
   * the index of the subject.
   */
  private int thing() {
    List<Thing> open = new ArrayList<>(untold);
    Choice.Builder subjects =
        Choice.of().addWeighted(TaleVocabulary.NAMES, i -> count(open, t -> t.heldBy(i)), WRONG);
    int lying = count(open, t -> !t.isHeld());
    int subject = teller.choose(subjects.addIf(lying > 0, "the ", lying, WRONG));
    if (subject < PEOPLE) {
      open.removeIf(t -> !t.heldBy(subject));
      teller.say(" had the ");
      untold.remove(words(open));
    } else {
      open.removeIf(Thing::isHeld);
      Thing thing = words(open);
      untold.remove(thing);
      teller.say(" was ");
      place(at -> thing != null && thing.liesAt(at));
    }
    return subject;
  }

  /**
   * Tells an adjective and a noun and returns the thing that matches; returns null if no thing of
   * {@code open} matches.
   */
  private Thing words(List<Thing> open) {
    word(TaleVocabulary.KIND, open, (t, kind) -> t.kind == kind);
    word(TaleVocabulary.NOUNS, open, (t, noun) -> t.noun == noun);
    return open.isEmpty() ? null : open.get(0);
  }

  /** Tells a word and removes the things from {@code open} that the word does not fit. */
  private void word(List<String> words, List<Thing> open, BiPredicate<Thing, Integer> fits) {
    Choice.Builder choice =
        Choice.of().addWeighted(words, i -> count(open, t -> fits.test(t, i)), WRONG);
    int word = teller.choose(choice);
    open.removeIf(t -> !fits.test(t, word));
  }

  private void person(int except) {
    int who = teller.choose(TaleStory.people(world, except, 1));
    teller.say(" was ");
    place(at -> world.placeOf(who) == at);
    teller.say(". ");
  }

  private void place(IntPredicate there) {
    teller.choose(Choice.of().addAll(TaleVocabulary.AT_PLACES, there, WRONG));
  }

  private static int count(List<Thing> open, Predicate<Thing> fits) {
    return (int) open.stream().filter(fits).count();
  }
}
