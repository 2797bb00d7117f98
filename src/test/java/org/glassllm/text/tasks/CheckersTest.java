package org.glassllm.text.tasks;

import static org.glassllm.text.tasks.Verdict.Outcome.NOT_IN_FORMAT;
import static org.glassllm.text.tasks.Verdict.Outcome.RIGHT;
import static org.glassllm.text.tasks.Verdict.Outcome.WRONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Dice;
import org.junit.jupiter.api.Test;

/** Checks each skill against answers that were worked out by hand or by other code. */
class CheckersTest {
  private static final String EVENTS =
      "One day, Mia and 小明 were in the garden. Mia had a golden drum, and nearby lay an old map. "
          + "Mia gave the drum to 小明. Then 小明 ran to the river.";
  private static final String TALE =
      EVENTS
          + " At the end, 小明 had the golden drum and the old map was in the garden. "
          + "Everyone was happy. The end.";

  private static void expect(
      Verdict.Outcome outcome, Skill skill, String asked, String input, String answer) {
    Verdict verdict = skill.check(asked, input, answer);
    assertEquals(outcome, verdict.outcome(), answer + ": " + verdict.reason());
  }

  @Test
  void questionsAreJudgedByTheEventsOfTheTale() {
    for (String tale : List.of(TALE, EVENTS)) {
      Skill skill = new AskTale(true);
      expect(RIGHT, skill, "Who has the golden drum?", tale, "小明 has the golden drum.");
      expect(WRONG, skill, "Who has the golden drum?", tale, "Mia has the golden drum.");
      expect(WRONG, skill, "Who has the golden drum?", tale, "The drum is golden.");
      expect(NOT_IN_FORMAT, skill, "Who has the golden drum?", tale, "小明");
      expect(NOT_IN_FORMAT, skill, "Who has the golden drum?", tale, "Bob has the golden drum.");
      expect(RIGHT, skill, "What is the drum like?", tale, " The drum is golden.\n");
      expect(WRONG, skill, "What is the drum like?", tale, "The drum is old.");
      expect(RIGHT, skill, "Where is the drum?", tale, "The drum is by the river.");
      expect(RIGHT, skill, "Where is the map?", tale, "The map is in the garden.");
      expect(WRONG, skill, "Where is the map?", tale, "The map is by the river.");
      expect(RIGHT, skill, "Where is 小明?", tale, "小明 is by the river. Happy to help!");
      expect(WRONG, skill, "Tell me where Mia is.", tale, "Mia is by the river.");
    }
    for (String asked : List.of("Who has the red drum?", "Who has the old map?", "Where is Tom?")) {
      assertThrows(InputException.class, () -> new AskTale(true).check(asked, TALE, "x"), asked);
    }
    assertThrows(
        InputException.class, () -> new AskTale(true).check("Where is Mia?", "No tale.", "x"));
  }

  @Test
  void questionsAreHarderWithoutEndings() {
    Dice dice = new Dice(6);
    for (int i = 0; i < 200; i++) {
      String whole = new AskTale(true).draw(dice).example().input();
      String events = new AskTale(false).draw(dice).example().input();
      assertTrue(whole.endsWith("The end."), whole);
      assertTrue(!events.contains("At the end") && !events.contains("The end."), events);
    }
  }

  @Test
  void talesMustHaveTheGivenPersonThingAndPlace() {
    Skill skill = new TellTale();
    expect(RIGHT, skill, "Tell a tale about Mia and a golden drum in the garden.", "", TALE);
    expect(RIGHT, skill, "I want a tale about an old map and 小明 in the garden.", "", TALE);
    String asked = "Tell a tale that starts in the garden, with Mia and a golden drum.";
    expect(RIGHT, skill, asked, "", TALE);
    expect(WRONG, skill, asked.replace("Mia", "Tom"), "", TALE);
    expect(WRONG, skill, asked.replace("golden drum", "red drum"), "", TALE);
    expect(WRONG, skill, asked.replace("in the garden", "by the river"), "", TALE);
    expect(WRONG, skill, asked, "", TALE.replace("小明 had the", "Mia had the"));
    expect(NOT_IN_FORMAT, skill, asked, "", EVENTS);
    expect(NOT_IN_FORMAT, skill, asked, "", TALE + " " + TALE);
  }

  @Test
  void additionsNeedBothOrders() {
    Skill skill = new AddNumbers(3);
    String asked = "Find the sum.", input = "3 4 7 + 2 1 5";
    expect(RIGHT, skill, asked, input, "2 6 5 reversed is 5 6 2");
    expect(WRONG, skill, asked, input, "5 6 2 reversed is 2 6 5");
    expect(WRONG, skill, asked, input, "2 6 5 reversed is 5 6 3");
    expect(WRONG, skill, asked, input, "3 6 5 reversed is 5 6 3");
    expect(NOT_IN_FORMAT, skill, asked, input, "5 6 2");
    expect(NOT_IN_FORMAT, skill, asked, input, "2 6 5 0 reversed is 0 5 6 2");
    expect(NOT_IN_FORMAT, skill, asked, input, "265 reversed is 562");
    expect(RIGHT, skill, asked, "9 9 9 + 1", "0 0 0 1 reversed is 1 0 0 0");
    expect(RIGHT, skill, asked, "0 + 0", "0 reversed is 0");
    assertThrows(InputException.class, () -> skill.check(asked, "0 1 + 2", "x"));
    assertThrows(InputException.class, () -> new AddNumbers(4));
    assertThrows(InputException.class, () -> new AddNumbers(0));
  }

  @Test
  void generatedAnswersAgreeWithOtherCode() {
    Dice dice = new Dice(7);
    for (int i = 0; i < 2000; i++) {
      Instruction sum = new AddNumbers(1 + i % 3).draw(dice).example();
      int expected =
          Arrays.stream(sum.input().replace(" ", "").split("\\+"))
              .mapToInt(Integer::parseInt)
              .sum();
      String plain = sum.output().replaceAll(".* is ", "").replace(" ", "");
      assertEquals(expected, Integer.parseInt(plain));
      Instruction back = new ReverseLetters().draw(dice).example();
      assertEquals(new StringBuilder(back.input()).reverse().toString(), back.output());
      Instruction sorted = new SortLetters().draw(dice).example();
      char[] letters = sorted.input().replace(" ", "").toCharArray();
      Arrays.sort(letters);
      assertEquals(String.valueOf(letters), sorted.output().replace(" ", ""));
      Instruction words = new CountWords().draw(dice).example();
      long spaces = words.input().chars().filter(c -> c == ' ').count();
      assertEquals(spaces + 1, Long.parseLong(words.output()));
    }
  }

  @Test
  void lettersAreCounted() {
    Skill skill = new CountLetters();
    expect(RIGHT, skill, "Count the letter b.", "b a b c b", "3");
    expect(RIGHT, skill, "How often does the letter j occur?", "b a b", "0");
    expect(WRONG, skill, "Count the letter b.", "b a b c b", "2");
    expect(NOT_IN_FORMAT, skill, "Count the letter b.", "b a b c b", "three");
    expect(NOT_IN_FORMAT, skill, "Count the letter b.", "b a b c b", "03");
    expect(RIGHT, new CountWords(), "Count the words.", "Mia old 小明", "3");
    expect(WRONG, new SortLetters(), "Sort the letters.", "c a b", "a c b");
    expect(NOT_IN_FORMAT, new SortLetters(), "Sort the letters.", "c a b", "abc");
    expect(RIGHT, new ReverseLetters(), "Reverse the letters.", "c a b", "b a c");
  }

  @Test
  void namesChangeEverywhere() {
    Skill skill = new ChangeName();
    String input = "One day, Mia met Tom in the barn. Mia had a red cup.";
    String right = "One day, 小红 met Tom in the barn. 小红 had a red cup.";
    expect(RIGHT, skill, "Write 小红 instead of Mia.", input, right);
    expect(WRONG, skill, "Replace Mia with 小红.", input, input);
    expect(WRONG, skill, "Replace Mia with 小红.", input, right.replace("小红 had", "Mia had"));
    expect(NOT_IN_FORMAT, skill, "Replace Mia with 小红.", input, "小红");
  }

  @Test
  void sentencesAreTranslatedInBothDirections() {
    Skill skill = new Translate();
    expect(RIGHT, skill, "Say this in Chinese.", "an old map", "一张旧的地图");
    expect(RIGHT, skill, "Say this in English.", "一张旧的地图", "an old map");
    expect(RIGHT, skill, "Translate into Chinese.", "The golden drum is by the river.", "金色的鼓在河边。");
    expect(RIGHT, skill, "Translate into English.", "Mia有一个红色的球。", "Mia has a red ball.");
    expect(WRONG, skill, "Translate into English.", "Mia有一个红色的球。", "Tom has a red ball.");
    expect(NOT_IN_FORMAT, skill, "Translate into English.", "Mia有一个红色的球。", "Mia有一个红色的球。");
    assertThrows(InputException.class, () -> skill.check("Say this in English.", "球", "ball"));
  }
}
