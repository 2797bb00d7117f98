package org.glassllm.text.tales;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Checks probabilities with a grammar whose stories can be listed. */
class StoryProbabilityTest {
  private static final Story COIN = SmallStories::coin;

  private static double prefix(String text) {
    int length = text.length();
    return Math.exp(StoryReader.read(COIN, text, 0, length, length).logProbability());
  }

  @Test
  void scoresOfAllStoriesSumToOne() {
    List<SmallStories.Told> all = SmallStories.all(COIN);
    Set<String> texts = new HashSet<>();
    double sum = 0;
    for (SmallStories.Told told : all) {
      assertTrue(texts.add(told.text()), "duplicate story: " + told.text());
      assertEquals(told.probability(), prefix(told.text()), 1e-12, told.text());
      sum += prefix(told.text());
    }
    assertEquals(6, all.size());
    assertEquals(1, sum, 1e-12);
  }

  @Test
  void scoresEqualHandComputedOnes() {
    assertEquals(3.0 / 4 * 2 / 3, prefix("Al has it. End: Al.\n"), 1e-12);
    assertEquals(1.0 / 4 * 1 / 3 * 3 / 4, prefix("Bo has it. Al gets it. End: Al.\n"), 1e-12);
    assertEquals(
        3.0 / 4 * 1 / 3 * 1 / 4,
        prefix("Al has it. Bo gets it. Al gets it. At last: Al.\n"),
        1e-12);
    assertEquals(0, prefix("Al has it. End: Bo.\n"), 0);
    assertEquals(0, prefix("Al has it? "), 0);
  }

  @Test
  void prefixProbabilityIsTheSumOfItsContinuations() {
    Set<Character> alphabet = new HashSet<>();
    Set<String> prefixes = new HashSet<>();
    for (SmallStories.Told told : SmallStories.all(COIN)) {
      String text = told.text() + "Al h";
      for (int i = 0; i < text.length(); i++) {
        alphabet.add(text.charAt(i));
        prefixes.add(text.substring(0, i));
      }
    }
    for (String prefix : prefixes) {
      double sum = 0;
      for (char next : alphabet) {
        sum += prefix(prefix + next);
      }
      assertEquals(prefix(prefix), sum, 1e-12, prefix);
    }
  }

  @Test
  void frequencyOfAStoryEqualsItsProbability() {
    Narrator narrator = new Narrator(5);
    int draws = 20_000;
    int hits = 0;
    for (int i = 0; i < draws; i++) {
      hits += narrator.tell(COIN).equals("Al has it. End: Al.\n") ? 1 : 0;
    }
    assertEquals(0.5, (double) hits / draws, 4 * Math.sqrt(0.25 / draws));
  }

  @Test
  void estimatedEntropyEqualsTheListedOneWithinError() {
    double nats = 0;
    double length = 0;
    for (SmallStories.Told told : SmallStories.all(COIN)) {
      nats -= told.probability() * Math.log(told.probability());
      length += told.probability() * told.text().length();
    }
    TaleEntropy estimate = TaleEntropy.estimate(COIN, 20_000, 2);
    assertEquals(nats, estimate.natsPerTale(), 4 * estimate.natsPerTaleError());
    assertEquals(nats / length, estimate.natsPerCharacter(), 4 * estimate.natsPerCharacterError());
  }

  @Test
  void aChoiceMustBePrefixFree() {
    Choice.Builder choice = Choice.of().add("Ann", 1).add("Anna", 1);
    Exception e = assertThrows(IllegalArgumentException.class, choice::build);
    assertEquals("illegal choice: \"Ann\" begins \"Anna\", must be prefix-free", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Choice.of().add("", 1));
    assertThrows(IllegalArgumentException.class, () -> Choice.of().build());
  }
}
