package org.glassllm.text.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassllm.base.InputException;
import org.glassllm.text.examples.Preference;
import org.glassllm.text.tasks.Reward.Rule;
import org.junit.jupiter.api.Test;

class PreferenceSourceTest {
  private static final int PAIRS = 4_500;
  private static final double FLIPPED = 0.1;
  private static final String ASKED = "Who has the golden drum?";
  private static final String TALE =
      "One day, Mia met Tom in the garden. Mia had a golden drum. Mia sang a song. "
          + "Mia gave the drum to Tom. At the end, Tom had the golden drum. Everyone was happy. "
          + "The end.";

  private static List<LabelledPair> pairs(double flipped) {
    TaskSource tasks = new TaskSource(Skills.all(), Part.TRAIN, 9);
    PreferenceSource source = new PreferenceSource(tasks, flipped);
    List<LabelledPair> pairs = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      pairs.add(source.at(i));
    }
    return pairs;
  }

  private static double reward(String prompt, String answer) {
    return Reward.of(prompt, answer).total();
  }

  @Test
  void labelsFollowTheTrueRewardExceptFlippedOnes() {
    List<LabelledPair> pairs = pairs(FLIPPED);
    long flipped = pairs.stream().filter(LabelledPair::flipped).count();
    double bound = 4 * Math.sqrt(FLIPPED * (1 - FLIPPED) / PAIRS);
    assertEquals(FLIPPED, (double) flipped / PAIRS, bound);
    Map<Rule, Integer> deciding = new EnumMap<>(Rule.class);
    for (LabelledPair pair : pairs) {
      Preference p = pair.preference();
      Reward chosen = Reward.of(p.lastPrompt(), p.chosen());
      Reward rejected = Reward.of(p.lastPrompt(), p.rejected());
      assertEquals(pair.flipped(), chosen.total() < rejected.total(), p.toString());
      List<Rule> differing =
          chosen.scores().keySet().stream()
              .filter(rule -> !chosen.score(rule).equals(rejected.score(rule)))
              .toList();
      if (differing.size() == 1) {
        deciding.merge(differing.get(0), 1, Integer::sum);
      }
    }
    for (Rule rule : Rule.values()) {
      assertTrue(deciding.getOrDefault(rule, 0) > 20, rule + " alone decides: " + deciding);
    }
    Agreement agreement = Agreement.of(pairs.stream().map(LabelledPair::preference).toList());
    assertEquals(new Agreement(PAIRS, PAIRS - flipped, 0), agreement);
    PreferenceSource source =
        new PreferenceSource(new TaskSource(Skills.all(), Part.TRAIN, 9), FLIPPED);
    assertEquals(0.9, PreferenceSource.bestAccuracy(FLIPPED), 1e-12);
    assertEquals(PreferenceSource.bestAccuracy(FLIPPED), agreement.accuracy(), bound);
    assertEquals(pairs.get(77), source.at(77));
  }

  @Test
  void shallowRulesStayBelowTheBestAccuracy() {
    double polite = 0, longer = 0;
    for (LabelledPair pair : pairs(0)) {
      Preference p = pair.preference();
      boolean chosen = Courtesy.ends(p.chosen()), rejected = Courtesy.ends(p.rejected());
      polite += chosen == rejected ? 0.5 : chosen ? 1 : 0;
      int length = Integer.compare(p.chosen().length(), p.rejected().length());
      longer += length == 0 ? 0.5 : length > 0 ? 1 : 0;
    }
    assertTrue(polite / PAIRS < 0.75, "politeness alone: " + polite / PAIRS);
    assertTrue(longer / PAIRS < 0.75, "length alone: " + longer / PAIRS);
  }

  @Test
  void tiesCountAsOneHalf() {
    String prompt = ASKED + "\n" + TALE;
    Preference right =
        Preference.of(prompt, "Tom has the golden drum.", "Mia has the golden drum.");
    Preference tie = Preference.of(prompt, "no", "yes");
    Preference wrong =
        Preference.of(prompt, "Mia has the golden drum.", "Tom has the golden drum.");
    Agreement agreement = Agreement.of(List.of(right, right, tie, wrong));
    assertEquals(new Agreement(4, 2, 1), agreement);
    assertEquals(0.625, agreement.accuracy());
    assertEquals(0, Agreement.of(List.of()).accuracy());
  }

  @Test
  void rewardsAreDecomposedByRule() {
    Reward best = Reward.of(ASKED, TALE, "Tom has the golden drum. Happy to help!");
    assertEquals(1, best.total(), 1e-12);
    Reward plain = Reward.of(ASKED, TALE, "Tom has the golden drum.");
    assertEquals(0.85, plain.total(), 1e-12);
    assertEquals(Optional.of(0.0), plain.score(Rule.POLITE));
    Reward lying = Reward.of(ASKED, TALE, "Tom has the golden drum. Mia is on the hill.");
    assertEquals(Optional.of(1.0), lying.score(Rule.RIGHT));
    assertEquals(Optional.of(0.5), lying.score(Rule.WORLD));
    assertEquals(Optional.of(0.5), lying.score(Rule.SHORT));
    assertEquals(0.5 + 0.2 / 2 + 0.15 / 2, lying.total(), 1e-12);
    Reward other = Reward.of(ASKED, TALE, "The drum is golden.");
    assertEquals(0.2 + 0.15, other.total(), 1e-12);
    Reward wrong = Reward.of(ASKED, TALE, "Mia has the golden drum.");
    assertEquals(0.15, wrong.total(), 1e-12);
    Reward empty = Reward.of(ASKED, TALE, "Happy to help!");
    assertEquals(0, empty.total());
    assertEquals(0, reward(ASKED + "\n" + TALE, ""));
  }

  @Test
  void skillsWithoutAWorldHaveThreeRules() {
    Reward right = Reward.of("Count the words.", "Mia old", "2");
    assertEquals(Optional.empty(), right.score(Rule.WORLD));
    assertEquals((0.5 + 0.15) / 0.8, right.total(), 1e-12);
    assertEquals(1, reward("Count the words.\nMia old", "2 Have a nice day!"), 1e-12);
    assertThrows(InputException.class, () -> reward("Write a poem.", "Roses are red."));
  }

  @Test
  void longTalesEarnLess() {
    String asked = "Tell a tale about Mia and a golden drum in the garden.";
    String longer = TALE.replace("Mia sang", "Tom laughed. ".repeat(20) + "Mia sang");
    assertEquals(0.85, reward(asked, TALE), 1e-12);
    Reward reward = Reward.of(asked, longer);
    assertEquals(Optional.of(1.0), reward.score(Rule.RIGHT));
    assertTrue(reward.score(Rule.SHORT).orElseThrow() < 0.8, reward.toString());
    assertEquals(0, reward(asked, "Everyone was happy. The end."));
  }

  @Test
  void theShareOfFlippedLabelsIsChecked() {
    TaskSource tasks = new TaskSource(Skills.all(), Part.TRAIN, 9);
    Exception e = assertThrows(InputException.class, () -> new PreferenceSource(tasks, 0.6));
    assertEquals("illegal share of flipped labels: 0.6, must be from 0.0 to 0.5", e.getMessage());
    assertThrows(InputException.class, () -> new TaskSource(List.of(), Part.TRAIN, 1));
    assertThrows(InputException.class, () -> tasks.task(-1));
  }
}
