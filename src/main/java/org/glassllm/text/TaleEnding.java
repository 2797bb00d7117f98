package org.glassllm.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * The end of a tale, which tells of each thing who has it or where it is. Nearly nothing here is
 * free: who followed the events can foresee it, and a model that did not is caught.
 */
final class TaleEnding {
  private static final String WRONG = "the events say otherwise";
  private static final int PEOPLE = Words.NAMES.size();

  private final Teller teller;
  private final World world;

  /** Things not yet told of; while a thing is being named, those that the words still allow. */
  private final List<World.Thing> untold;

  TaleEnding(Teller teller, World world) {
    this.teller = teller;
    this.world = world;
    this.untold = new ArrayList<>(world.things());
  }

  /** Tells the rest of the tale. */
  void tell() {
    int joint;
    int subject;
    do {
      subject = thing();
      boolean done = untold.isEmpty();
      joint =
          teller.choose(
              Choice.of()
                  .addIf(!done, " and ", 1, "all things were told of")
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

  /** Either "Mia had the red ball" or "the red ball was in the garden"; returns the subject. */
  private int thing() {
    List<World.Thing> open = new ArrayList<>(untold);
    Choice.Builder subjects = Choice.of();
    for (int i = 0; i < PEOPLE; i++) {
      int person = i;
      add(subjects, open, Words.NAMES.get(i), t -> t.heldBy(person));
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

  /** The words of a thing; null where no thing answers to them. */
  private World.Thing words(List<World.Thing> open) {
    Choice.Builder kinds = Choice.of();
    for (int i = 0; i < Words.KIND.size(); i++) {
      int kind = i;
      add(kinds, open, Words.KIND.get(i), t -> t.kind == kind);
    }
    int kind = teller.choose(kinds);
    open.removeIf(t -> t.kind != kind);
    Choice.Builder nouns = Choice.of();
    for (int i = 0; i < Words.NOUNS.size(); i++) {
      int noun = i;
      add(nouns, open, Words.NOUNS.get(i), t -> t.noun == noun);
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
    Choice.Builder places = Choice.of();
    for (int i = 0; i < Words.AT_PLACES.size(); i++) {
      places.addIf(there.test(i), Words.AT_PLACES.get(i), 1, WRONG);
    }
    teller.choose(places);
  }

  private static void add(
      Choice.Builder choice, List<World.Thing> open, String text, Predicate<World.Thing> fits) {
    int count = (int) open.stream().filter(fits).count();
    choice.addIf(count > 0, text, count, WRONG);
  }
}
