package org.glassllm.text;

/**
 * The grammar of the tales: two people meet, things appear, a few {@link TaleEvents events} happen,
 * and the {@link TaleEnding ending} tells what became of the things, which only the events say.
 */
final class TaleStory implements Story {
  private static final String STRANGER = "nobody of that name is in this tale";

  @Override
  public void tell(Teller teller) {
    World world = new World();
    meet(teller, world);
    things(teller, world);
    new TaleEvents(teller, world).tell();
    new TaleEnding(teller, world).tell();
  }

  private static void meet(Teller teller, World world) {
    teller.choose(
        Choice.of()
            .add("One day, ", 3)
            .add("One morning, ", 2)
            .add("One evening, ", 1)
            .add("Once upon a time, ", 2)
            .add("Long ago, ", 1));
    int first = teller.choose(anyName(-1, 6, 2));
    boolean met = teller.choose(Choice.of().add(" and ", 2).add(" met ", 1)) == 1;
    // A Chinese name mostly brings another one, so that whole tales are Chinese.
    int second =
        teller.choose(Words.isChinese(first) ? anyName(first, 1, 3) : anyName(first, 6, 1));
    teller.say(met ? " " : " were ");
    Choice.Builder places = Choice.of();
    for (String place : Words.AT_PLACES) {
      places.add(place, 1);
    }
    world.begin(first, second, teller.choose(places));
    teller.say(". ");
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
    boolean held = holder < Words.NAMES.size();
    if (held) {
      teller.say(" had ");
    }
    Choice.Builder kinds = Choice.of();
    for (String kind : Words.A_KIND) {
      kinds.add(kind, 1);
    }
    int kind = teller.choose(kinds);
    Choice.Builder nouns = Choice.of();
    for (int i = 0; i < Words.NOUNS.size(); i++) {
      nouns.addIf(world.thing(i) == null, Words.NOUNS.get(i), 1, "the tale has one already");
    }
    int noun = teller.choose(nouns);
    if (held) {
      world.addHeld(kind, noun, holder);
    } else {
      world.addLying(kind, noun);
    }
  }

  /** All names but one, with a weight for each language. */
  private static Choice.Builder anyName(int except, int english, int chinese) {
    Choice.Builder names = Choice.of();
    for (int i = 0; i < Words.NAMES.size(); i++) {
      int weight = Words.isChinese(i) ? chinese : english;
      names.addIf(i != except, Words.NAMES.get(i), weight, "nobody meets himself");
    }
    return names;
  }

  /** The tale's people but one; other names have weight 0. */
  static Choice.Builder people(World world, int except, int weight) {
    Choice.Builder names = Choice.of();
    for (int i = 0; i < Words.NAMES.size(); i++) {
      String fault = i == except ? "this one was named just before" : STRANGER;
      names.addIf(world.isPerson(i) && i != except, Words.NAMES.get(i), weight, fault);
    }
    return names;
  }
}
