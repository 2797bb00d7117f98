package org.glassllm.text.tales;

import static org.glassllm.text.tales.TaleVocabulary.NAMES;
import static org.glassllm.text.tales.TaleVocabulary.isChinese;

/**
 * The grammar of the tales. Two people meet, things appear, and a few {@link TaleEvents events}
 * happen. The {@link TaleEnding ending} states where the things are, which the events determine.
 */
final class TaleStory implements Story {
  @Override
  public void tell(Teller teller) {
    new TaleEnding(teller, beforeEnding(teller)).tell();
  }

  /** Tells a tale up to the words that start the ending; returns the state of the world. */
  static World beforeEnding(Teller teller) {
    World world = meet(teller);
    things(teller, world);
    new TaleEvents(teller, world).tell();
    return world;
  }

  private static World meet(Teller teller) {
    teller.choose(
        Choice.of()
            .add("One day, ", 3)
            .add("One morning, ", 2)
            .add("One evening, ", 1)
            .add("Once upon a time, ", 2)
            .add("Long ago, ", 1));
    int first = teller.choose(anyName(-1, 6, 2));
    boolean met = teller.choose(Choice.of().add(" and ", 2).add(" met ", 1)) == 1;
    // After a Chinese name, a second Chinese name is likely, so many tales have two Chinese people.
    int second = teller.choose(isChinese(first) ? anyName(first, 1, 3) : anyName(first, 6, 1));
    teller.say(met ? " " : " were ");
    Choice.Builder places = Choice.of().addAll(TaleVocabulary.AT_PLACES, i -> true, "");
    World world = new World(first, second, teller.choose(places));
    teller.say(". ");
    return world;
  }

  private static void things(Teller teller, World world) {
    int holder = teller.choose(people(world, -1, 2).add("Nearby lay ", 1));
    thing(teller, world, holder);
    if (teller.choose(Choice.of().add(". ", 1).add(", and ", 3)) == 1) {
      thing(teller, world, teller.choose(people(world, holder, 2).add("nearby lay ", 1)));
      teller.say(". ");
    }
  }

  private static void thing(Teller teller, World world, int holder) {
    if (holder < NAMES.size()) {
      teller.say(" had ");
    }
    int kind = teller.choose(Choice.of().addAll(TaleVocabulary.A_KIND, i -> true, ""));
    Choice.Builder nouns =
        Choice.of()
            .addAll(
                TaleVocabulary.NOUNS,
                i -> !world.has(i, t -> true),
                "the tale already has a thing with this noun");
    world.add(kind, teller.choose(nouns), holder);
  }

  /**
   * Returns a choice of all names, with a weight per language; the name {@code except} is
   * impossible.
   */
  private static Choice.Builder anyName(int except, int english, int chinese) {
    return Choice.of()
        .addWeighted(
            NAMES,
            i -> i == except ? 0 : isChinese(i) ? chinese : english,
            "the two people need different names");
  }

  /**
   * Returns a choice of all names; only the people of the tale are possible, without {@code
   * except}.
   */
  static Choice.Builder people(World world, int except, int weight) {
    Choice.Builder names = Choice.of();
    for (int i = 0; i < NAMES.size(); i++) {
      String fault =
          i == except
              ? "the sentence already names this person"
              : "no person in this tale has this name";
      names.addIf(world.isPerson(i) && i != except, NAMES.get(i), weight, fault);
    }
    return names;
  }
}
