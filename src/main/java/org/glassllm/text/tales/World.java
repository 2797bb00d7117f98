package org.glassllm.text.tales;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The state of a tale: the place of each person, and the holder or place of each thing. */
final class World {
  private static final int NOWHERE = -1;
  private static final int PEOPLE = TaleVocabulary.NAMES.size();

  /** A thing of the tale, with its adjective, its noun, and its holder or place. */
  static final class Thing {
    final int kind;
    final int noun;
    private int where; // the person who holds the thing, or PEOPLE + the place where the thing lies

    private Thing(int kind, int noun, int where) {
      this.kind = kind;
      this.noun = noun;
      this.where = where;
    }

    boolean heldBy(int person) {
      return where == person;
    }

    boolean isHeld() {
      return where < PEOPLE;
    }

    boolean liesAt(int place) {
      return where == PEOPLE + place;
    }

    /** Returns the person who holds the thing; the thing must be held. */
    int holder() {
      return where;
    }

    /** Returns the place where the thing lies; no person may hold the thing. */
    int place() {
      return where - PEOPLE;
    }
  }

  private final int[] placeOf = new int[PEOPLE];
  private final List<Thing> things = new ArrayList<>();
  private final int first;
  private final int second;
  private final int start;

  /** Creates a world with two people in one place. */
  World(int first, int second, int place) {
    Arrays.fill(placeOf, NOWHERE);
    this.first = first;
    this.second = second;
    this.start = place;
    move(first, place);
    move(second, place);
  }

  boolean isPerson(int name) {
    return placeOf[name] != NOWHERE;
  }

  List<Integer> people() {
    return List.of(first, second);
  }

  /** Returns the place where the two people met. */
  int start() {
    return start;
  }

  boolean together() {
    return placeOf[first] == placeOf[second];
  }

  int placeOf(int person) {
    return placeOf[person];
  }

  /** Returns the place of the first person. */
  int place() {
    return placeOf[first];
  }

  /** Moves a person to a place, with all things that the person holds. */
  void move(int person, int place) {
    placeOf[person] = place;
  }

  void moveBoth(int place) {
    move(first, place);
    move(second, place);
  }

  /**
   * Adds a thing. If {@code holder} is not a person, the thing lies in the place of the first
   * person.
   */
  void add(int kind, int noun, int holder) {
    things.add(new Thing(kind, noun, holder < PEOPLE ? holder : PEOPLE + place()));
  }

  List<Thing> things() {
    return things;
  }

  boolean has(Predicate<Thing> property) {
    return things.stream().anyMatch(property);
  }

  /**
   * Returns the thing with a noun; empty if the world has no such thing, which a faulty tale may
   * name.
   */
  private Optional<Thing> thing(int noun) {
    return things.stream().filter(t -> t.noun == noun).findFirst();
  }

  boolean has(int noun, Predicate<Thing> property) {
    return thing(noun).filter(property).isPresent();
  }

  void take(int person, int noun) {
    thing(noun).ifPresent(thing -> thing.where = person);
  }

  /** Puts a thing down in the place of a person. */
  void drop(int person, int noun) {
    thing(noun).ifPresent(thing -> thing.where = PEOPLE + placeOf[person]);
  }
}
