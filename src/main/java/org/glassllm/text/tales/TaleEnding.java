package org.glassllm.text.tales;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * The end of a tale: for each thing, who has it or where it is. The events determine nearly all of
 * it, so it shows whether a model followed them.
 */
final class TaleEnding {
  private static final String WRONG = "the events say otherwise";
  private static final int PEOPLE = TaleVocabulary.NAMES.size();

  private final Teller teller;
  private final World world;

  /** The things that the ending has not mentioned yet. */
  private final List<World.Thing> untold;

  TaleEnding(Teller teller, World world) {
    this.teller = teller;
    this.world = world;
    this.untold = new ArrayList<>(world.things());
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
                  .addIf(!done, " and ", 1, "all things were mentioned")
                  .addIf(done, " while ", 2, "a thing is left out")
                  .addIf(done, ". ", 3, "a thing is left out"));
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

  /** Tells "Mia had the red ball" or "the red ball was in the garden"; returns the subject. */
  private int thing() {
    List<World.Thing> open = new ArrayList<>(untold);
    Choice.Builder subjects = Choice.of();
    for (int i = 0; i < PEOPLE; i++) {
      int person = i;
      add(subjects, open, TaleVocabulary.NAMES.get(i), t -> t.heldBy(person));
    }
    add(subjects, open, "the ", t -> !t.isHeld());
    int subject = teller.choose(subjects);
    if (subject < PEOPLE) {
      open.removeIf(t -> !t.heldBy(subject));
      teller.say(" had the ");
      untold.remove(words(open));
    } else {
      open.removeIf(World.Thing::isHeld);
      World.Thing thing = words(open);
      untold.remove(thing);
      teller.say(" was ");
      place(at -> thing != null && thing.liesAt(at));
    }
    return subject;
  }

  /** Tells the words of a thing; returns null if no thing of {@code open} matches. */
  private World.Thing words(List<World.Thing> open) {
    Choice.Builder kinds = Choice.of();
    for (int i = 0; i < TaleVocabulary.KIND.size(); i++) {
      int kind = i;
      add(kinds, open, TaleVocabulary.KIND.get(i), t -> t.kind == kind);
    }
    int kind = teller.choose(kinds);
    open.removeIf(t -> t.kind != kind);
    Choice.Builder nouns = Choice.of();
    for (int i = 0; i < TaleVocabulary.NOUNS.size(); i++) {
      int noun = i;
      add(nouns, open, TaleVocabulary.NOUNS.get(i), t -> t.noun == noun);
    }
    int noun = teller.choose(nouns);
    open.removeIf(t -> t.noun != noun);
    return open.isEmpty() ? null : open.get(0);
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

  private static void add(
      Choice.Builder choice, List<World.Thing> open, String text, Predicate<World.Thing> fits) {
    int count = (int) open.stream().filter(fits).count();
    choice.addIf(count > 0, text, count, WRONG);
  }
}
