package org.glassllm.text.tales;

import static org.glassllm.text.tales.TaleVocabulary.ADJECTIVES;
import static org.glassllm.text.tales.TaleVocabulary.AT_PLACES;
import static org.glassllm.text.tales.TaleVocabulary.NAMES;
import static org.glassllm.text.tales.TaleVocabulary.NOUNS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassllm.text.tales.World.Thing;

/**
 * The facts of a consistent tale: its people, its things, and where they are after the last event.
 * Places have the form that follows "was", for example "in the garden".
 *
 * @param start the place where the two people met
 * @param places the last place of each of the two people, by name, in the order of the tale
 * @param items the things, in the order of the tale
 */
public record TaleFacts(String start, Map<String, String> places, List<Item> items) {
  /** The words that start the ending of a tale. */
  public static final String ENDING = "At the end, ";

  /**
   * A thing of a tale.
   *
   * @param adjective the adjective, for example "golden"
   * @param noun the noun, for example "drum"
   * @param holder the name of the person who holds the thing; empty if the thing lies somewhere
   * @param place the place of the thing, which is the place of its holder if a person holds it
   */
  public record Item(String adjective, String noun, Optional<String> holder, String place) {}

  /**
   * Returns the facts of a tale; empty if the text is not one consistent tale. White space before
   * and after the text is ignored.
   *
   * @param tale a complete tale, or a tale without its ending
   */
  public static Optional<TaleFacts> of(String tale) {
    String told = tale.strip();
    boolean whole = told.endsWith(Tales.END.strip());
    String text = told + (whole ? "\n\n" : " " + ENDING);
    List<World> worlds = new ArrayList<>();
    Story keeping =
        teller -> {
          World world = TaleStory.beforeEnding(teller);
          if (whole) {
            new TaleEnding(teller, world).tell();
          }
          worlds.add(world);
        };
    StoryReader reading = StoryReader.read(keeping, text, 0, text.length(), 1);
    boolean consistent = reading.stories == 1 && reading.faultAt < 0;
    return consistent && reading.position == text.length()
        ? Optional.of(of(worlds.get(0)))
        : Optional.empty();
  }

  private static TaleFacts of(World world) {
    Map<String, String> places = new LinkedHashMap<>();
    world.people().forEach(p -> places.put(NAMES.get(p), AT_PLACES.get(world.placeOf(p))));
    List<Item> items = world.things().stream().map(thing -> item(world, thing)).toList();
    return new TaleFacts(AT_PLACES.get(world.start()), places, items);
  }

  private static Item item(World world, Thing thing) {
    int place = thing.isHeld() ? world.placeOf(thing.holder()) : thing.place();
    Optional<String> holder =
        thing.isHeld() ? Optional.of(NAMES.get(thing.holder())) : Optional.empty();
    return new Item(
        ADJECTIVES.get(thing.kind), NOUNS.get(thing.noun), holder, AT_PLACES.get(place));
  }

  /** Returns the names of the two people, in the order of the tale. */
  public List<String> people() {
    return List.copyOf(places.keySet());
  }

  /** Returns the thing with a noun; empty if the tale has no such thing. */
  public Optional<Item> item(String noun) {
    return items.stream().filter(item -> item.noun().equals(noun)).findFirst();
  }
}
