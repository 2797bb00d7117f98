package org.glassllm.text.tales;

import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.glassllm.text.tales.World.Thing;

/** The events of a tale, in which people move, and take, give or leave things. */
record TaleEvents(Teller teller, World world) {
  private static final int PEOPLE = TaleVocabulary.NAMES.size();
  private static final int TOGETHER = PEOPLE;
  private static final int END = PEOPLE + 3;

  /** The weights of the ending after 0, 1, 2, … events; the weight of another event is about 80. */
  private static final int[] END_WEIGHT = {0, 0, 30, 70, 130};

  /**
   * The indices of the verbs whose object ends the sentence: followed, picked up, put down, hid,
   * waved.
   */
  private static final Set<Integer> ENDS = Set.of(2, 3, 5, 6, 7);

  /** Tells the events of a tale and the words that start the ending. */
  void tell() {
    for (int events = 0; ; events++) {
      int lead = lead(events);
      if (lead == END) {
        return;
      }
      if (lead == TOGETHER) {
        world.moveBoth(newPlace(world.place()));
        teller.say(". ");
      } else {
        act(lead < PEOPLE ? lead : teller.choose(TaleStory.people(world, -1, 1)));
      }
    }
  }

  private int lead(int events) {
    int end = END_WEIGHT[Math.min(events, END_WEIGHT.length - 1)];
    return teller.choose(
        TaleStory.people(world, -1, 30)
            .addIf(world.together(), "They walked to ", 8, "the two people are not in one place")
            .add("Then ", 10)
            .add("Soon ", 6)
            .addIf(end > 0, "At the end, ", end, "a tale has at least two events"));
  }

  private void act(int who) {
    boolean holds = world.has(thing -> thing.heldBy(who));
    boolean together = world.together();
    Predicate<Thing> here = thing -> thing.liesAt(world.placeOf(who));
    Choice.Builder verbs =
        Choice.of()
            .add(" went to ", 12)
            .add(" ran to ", 6)
            .addIf(!together, " followed ", 10, "the other person is in the same place")
            .addIf(world.has(here), " picked up the ", 24, "nothing lies in this place")
            .addIf(
                holds && together,
                " gave the ",
                24,
                "giving needs a held thing and a person in the same place")
            .addIf(holds, " put down the ", 8, "this person holds nothing")
            .addIf(holds, " hid the ", 5, "this person holds nothing")
            .addIf(together, " waved to ", 5, "the other person is in another place")
            .add(" said, \"", 8)
            .add(" laughed. ", 3)
            .add(" sang a song. ", 4);
    int verb = teller.choose(verbs);
    switch (verb) {
      case 0, 1 -> go(who);
      case 2 -> follow(who);
      case 3 -> world.take(who, noun(here, "this thing does not lie in this place"));
      case 4 -> give(who);
      case 5, 6 -> world.drop(who, held(who, "this person does not hold this thing"));
      case 7 -> teller.choose(TaleStory.people(world, who, 1));
      case 8 -> speak(who);
      default -> {
        // Laughing and singing do not change the world.
      }
    }
    if (ENDS.contains(verb)) {
      teller.say(". ");
    }
  }

  private void go(int who) {
    world.move(who, newPlace(world.placeOf(who)));
    boolean holds = world.has(thing -> thing.heldBy(who));
    Choice.Builder how =
        Choice.of().add(". ", 3).addIf(holds, " with the ", 1, "this person holds nothing");
    if (teller.choose(how) == 1) {
      held(who, "this person does not hold this thing");
      teller.say(". ");
    }
  }

  private void follow(int who) {
    int other = teller.choose(TaleStory.people(world, who, 1));
    teller.say(" to ");
    int there = world.placeOf(other);
    world.move(who, place(i -> i == there, "the other person is in another place"));
  }

  private void give(int who) {
    int noun = held(who, "this person does not hold this thing");
    teller.say(" to ");
    int other = teller.choose(TaleStory.people(world, who, 1));
    world.take(other, noun);
    if (teller.choose(Choice.of().add(". ", 1).add(", who said, \"", 1)) == 1) {
      boolean chinese = TaleVocabulary.isChinese(other);
      teller.choose(
          Choice.of()
              .addIf(!chinese, "Thank you!", 1, "this person speaks Chinese")
              .addIf(chinese, "谢谢！", 1, "this person speaks English"));
      teller.say("\" ");
    }
  }

  private void speak(int who) {
    boolean chinese = TaleVocabulary.isChinese(who);
    teller.choose(
        Choice.of()
            .addAll(TaleVocabulary.ENGLISH_PHRASES, i -> !chinese, "this person speaks Chinese")
            .addAll(TaleVocabulary.CHINESE_PHRASES, i -> chinese, "this person speaks English"));
    teller.say("\" ");
  }

  private int held(int who, String fault) {
    return noun(thing -> thing.heldBy(who), fault);
  }

  private int newPlace(int here) {
    return place(i -> i != here, "this person is in this place already");
  }

  private int place(IntPredicate possible, String fault) {
    return teller.choose(Choice.of().addAll(TaleVocabulary.PLACES, possible, fault));
  }

  private int noun(Predicate<Thing> possible, String fault) {
    return teller.choose(
        Choice.of().addAll(TaleVocabulary.NOUNS, noun -> world.has(noun, possible), fault));
  }
}
