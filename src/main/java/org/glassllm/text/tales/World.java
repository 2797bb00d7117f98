package org.glassllm.text.tales;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The state of a tale: the place of each person, and the holder or place of each thing. */
final class World {
  private static final int NOWHERE = -1;
  private static final int NOBODY = -1;

  /** A thing: its words, and the person who holds it or the place where it lies. */
  static final class Thing {
    final int kind;
    final int noun;
    private int holder;
    private int place;

    private Thing(int kind, int noun, int holder, int place) {
      this.kind = kind;
      this.noun = noun;
      this.holder = holder;
      this.place = place;
    }

    boolean heldBy(int person) {
      return holder == person;
    }

    boolean isHeld() {
      return holder != NOBODY;
    }

    boolean liesAt(int somewhere) {
      return holder == NOBODY && place == somewhere;
    }
  }

  private final int[] placeOf = new int[TaleVocabulary.NAMES.size()];
  private final List<Thing> things = new ArrayList<>();
  private int first;
  private int second;

  World() {
    Arrays.fill(placeOf, NOWHERE);
  }

  /** Puts the two people of the tale at one place. */
  void begin(int firstPerson, int secondPerson, int place) {
    first = firstPerson;
    second = secondPerson;
    placeOf[first] = place;
    placeOf[second] = place;
  }

  boolean isPerson(int name) {
    return placeOf[name] != NOWHERE;
  }

  boolean together() {
    return placeOf[first] == placeOf[second];
  }

  int first() {
    return first;
  }

  int placeOf(int person) {
    return placeOf[person];
  }

  /** Moves a person with everything that person holds. */
  void move(int person, int place) {
    placeOf[person] = place;
  }

  void moveBoth(int place) {
    move(first, place);
    move(second, place);
  }

  void addHeld(int kind, int noun, int person) {
    things.add(new Thing(kind, noun, person, NOWHERE));
  }

  void addLying(int kind, int noun) {
    things.add(new Thing(kind, noun, NOBODY, placeOf[first]));
  }

  List<Thing> things() {
    return things;
  }

  /** Returns the thing with a noun, or null. */
  Thing thing(int noun) {
    return things.stream().filter(t -> t.noun == noun).findFirst().orElse(null);
  }

  boolean holdsAnything(int person) {
    return things.stream().anyMatch(t -> t.heldBy(person));
  }

  boolean holds(int person, int noun) {
    return thing(noun) != null && thing(noun).heldBy(person);
  }

  boolean anythingLiesWith(int person) {
    return things.stream().anyMatch(t -> t.liesAt(placeOf[person]));
  }

  boolean liesWith(int person, int noun) {
    return thing(noun) != null && thing(noun).liesAt(placeOf[person]);
  }

  /** Gives a thing to a person; ignores a noun without a thing (a faulty tale). */
  void take(int person, int noun) {
    Thing thing = thing(noun);
    if (thing != null) {
      thing.holder = person;
    }
  }

  /** Puts a thing down at the place of a person. */
  void drop(int person, int noun) {
    Thing thing = thing(noun);
    if (thing != null) {
      thing.holder = NOBODY;
      thing.place = placeOf[person];
    }
  }
}
