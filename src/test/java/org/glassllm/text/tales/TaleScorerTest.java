package org.glassllm.text.tales;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;

class TaleScorerTest {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  @Test
  void generatorAndScorerAgreeOnAThousandTales() {
    Narrator narrator = new Narrator(11);
    for (int i = 0; i < 1000; i++) {
      String tale = narrator.tell(Tales.STORY);
      assertEquals(narrator.logProbability(), TaleScorer.score(tale), 1e-9, tale);
      assertTrue(TaleScorer.score(tale) < -10, tale);
    }
  }

  @Test
  void choicesOfTalesArePrefixFreeAndPossible() {
    int[] met = {0};
    Narrator narrator = new Narrator(12);
    Teller counting =
        choice -> {
          // The record's constructor throws if the choice is not prefix-free.
          met[0] += new Choice(choice.alternatives()).alternatives().size();
          assertTrue(choice.totalWeight() > 0);
          return narrator.choose(choice);
        };
    for (int i = 0; i < 1000; i++) {
      Tales.STORY.tell(counting);
    }
    assertTrue(met[0] > 100_000, met[0] + " alternatives");
  }

  @Test
  void prefixProbabilityIsTheSumOfItsContinuations() {
    String text = String.join("", Tales.generate(13, 30));
    TreeSet<Character> alphabet = new TreeSet<>();
    for (String tale : Tales.generate(14, 2000)) {
      tale.chars().forEach(c -> alphabet.add((char) c));
    }
    for (int end = 0; end < 350; end++) {
      String prefix = text.substring(0, end);
      double sum = 0;
      for (char next : alphabet) {
        sum += Math.exp(TaleScorer.logProbability(prefix + next, end));
      }
      assertEquals(1, sum, 1e-9, prefix);
    }
  }

  @Test
  void partsOfATextMultiplyToTheWhole() {
    List<String> tales = Tales.generate(15, 6);
    String text = String.join("", tales);
    double whole = tales.stream().mapToDouble(TaleScorer::score).sum();
    assertEquals(whole, TaleScorer.logProbability(text), 1e-9);
    for (int from = 0; from <= text.length(); from += 7) {
      double head = TaleScorer.logProbability(text.substring(0, from));
      assertEquals(whole, head + TaleScorer.logProbability(text, from), 1e-9, "from " + from);
    }
  }

  @Test
  void onlyTheTaleAroundTheStartCounts() {
    String text = String.join("", Tales.generate(16, 6));
    int from = text.length() - 250;
    String cut = text.substring(100);
    double expected = TaleScorer.logProbability(text, from);
    assertTrue(expected > NEVER);
    assertEquals(expected, TaleScorer.logProbability(cut, from - 100), 1e-9);
  }

  @Test
  void otherTextsAreNotRecognized() {
    String text = String.join("", Tales.generate(17, 5));
    assertTrue(TaleScorer.recognizes(text));
    assertTrue(TaleScorer.recognizes(text.substring(0, text.length() - 40)), "the last one is cut");
    assertFalse(TaleScorer.recognizes(""));
    assertFalse(TaleScorer.recognizes("One day, "), "no whole tale");
    assertFalse(TaleScorer.recognizes(text + "To be, or not to be."));
    assertEquals(NEVER, TaleScorer.score("To be, or not to be."));
    assertEquals(NEVER, TaleScorer.score(text), "five tales are not one");
    assertEquals(NEVER, TaleScorer.score(text.substring(0, 100)), "half a tale is not one");
    assertThrows(InputException.class, () -> TaleScorer.logProbability(text, -1));
  }

  @Test
  void expectedEntropyIsTheMeanOfScores() {
    TaleEntropy expected = TaleEntropy.expected();
    List<String> tales = Tales.generate(18, 5000);
    double[] nats = tales.stream().mapToDouble(t -> -TaleScorer.score(t)).toArray();
    double mean = 0;
    for (double n : nats) {
      mean += n / nats.length;
    }
    double variance = 0;
    for (double n : nats) {
      variance += (n - mean) * (n - mean) / (nats.length - 1);
    }
    assertEquals(expected.natsPerTale(), mean, 4 * Math.sqrt(variance / nats.length));
    assertTrue(expected.natsPerCharacterError() < 0.001 * expected.natsPerCharacter());
  }
}
