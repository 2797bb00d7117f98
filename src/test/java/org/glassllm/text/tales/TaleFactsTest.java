package org.glassllm.text.tales;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaleFactsTest {
  private static final String EVENTS =
      "One day, Mia and Tom were in the garden. Mia had a red ball, and nearby lay an old map. "
          + "Mia gave the ball to Tom. Then Tom ran to the river.";
  private static final String ENDING =
      " At the end, Tom had the red ball and the old map was in the garden. Everyone was happy. "
          + "The end.";

  @Test
  void factsFollowTheEvents() {
    TaleFacts facts = TaleFacts.of(EVENTS + ENDING).orElseThrow();
    assertEquals("in the garden", facts.start());
    assertEquals(List.of("Mia", "Tom"), facts.people());
    assertEquals("in the garden", facts.places().get("Mia"));
    assertEquals("by the river", facts.places().get("Tom"));
    TaleFacts.Item ball = new TaleFacts.Item("red", "ball", Optional.of("Tom"), "by the river");
    TaleFacts.Item map = new TaleFacts.Item("old", "map", Optional.empty(), "in the garden");
    assertEquals(List.of(ball, map), facts.items());
    assertEquals(Optional.of(map), facts.item("map"));
    assertEquals(Optional.empty(), facts.item("drum"));
  }

  @Test
  void aTaleWithoutItsEndingHasTheSameFacts() {
    assertEquals(TaleFacts.of(EVENTS + ENDING), TaleFacts.of(EVENTS));
    for (String tale : Tales.generate(31, 500)) {
      String events = tale.substring(0, tale.indexOf(TaleFacts.ENDING));
      assertTrue(TaleFacts.of(tale).isPresent(), tale);
      assertEquals(TaleFacts.of(tale), TaleFacts.of(events));
    }
  }

  @Test
  void endingsOfGeneratedTalesStateTheFacts() {
    for (String tale : Tales.generate(32, 500)) {
      String ending = tale.substring(tale.indexOf(TaleFacts.ENDING));
      for (TaleFacts.Item item : TaleFacts.of(tale).orElseThrow().items()) {
        String thing = "the " + item.adjective() + " " + item.noun();
        String stated =
            item.holder().map(who -> who + " had " + thing).orElse(thing + " was " + item.place());
        assertTrue(ending.contains(stated), tale);
      }
    }
  }

  @Test
  void otherTextsHaveNoFacts() {
    String wrong = EVENTS + ENDING.replace("Tom had", "Mia had");
    for (String text :
        List.of("", "Mia had a ball.", wrong, EVENTS + ENDING + ENDING, "The end.")) {
      assertEquals(Optional.empty(), TaleFacts.of(text), text);
    }
  }
}
