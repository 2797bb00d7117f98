package org.glassllm.text.tales;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.glassllm.text.tales.TaleChecker.Verdict;
import org.junit.jupiter.api.Test;

/** The checker distinguishes foreign words from an inconsistent world. */
class TaleCheckerTest {
  private static final String TALE =
      "One day, Mia and Tom were in the garden. Mia had a red ball, and nearby lay an old map. "
          + "Mia gave the ball to Tom. Then Tom ran to the river. Mia picked up the map. "
          + "At the end, Tom had the red ball and Mia had the old map. Everyone was happy. "
          + "The end.\n\n";

  private static Verdict with(String old, String now) {
    assertTrue(TALE.contains(old), old);
    return TaleChecker.check(TALE.replace(old, now));
  }

  private static void assertFault(Verdict verdict, String message) {
    assertTrue(verdict.parses(), verdict.message());
    assertFalse(verdict.consistent(), verdict.message());
    assertTrue(verdict.message().contains(message), verdict.message());
  }

  private static void assertForeign(Verdict verdict, String message) {
    assertFalse(verdict.parses(), verdict.message());
    assertFalse(verdict.consistent(), verdict.message());
    assertTrue(verdict.message().contains(message), verdict.message());
  }

  @Test
  void generatedTalesAreConsistent() {
    List<String> tales = Tales.generate(21, 1000);
    TaleChecker.Report report = TaleChecker.checkAll(tales);
    assertEquals(new TaleChecker.Report(1000, 1000, 1000, ""), report);
    assertEquals(1.0, report.consistentShare());
  }

  @Test
  void whiteSpaceAroundATaleIsIgnored() {
    assertTrue(TaleChecker.check(TALE).consistent(), TaleChecker.check(TALE).message());
    assertTrue(TaleChecker.check("\n" + TALE.strip()).consistent());
  }

  @Test
  void aWrongHolderParsesButIsInconsistent() {
    assertFault(
        with("Tom had the red ball", "Mia had the red ball"),
        "events of the tale contradict these words");
    assertFault(
        with("Mia gave the ball to Tom", "Tom gave the ball to Mia"), "giving needs a held thing");
    assertFault(
        with("Mia gave the ball", "Mia gave the map"), "this person does not hold this thing");
  }

  @Test
  void aWrongPlaceOrThingParsesButIsInconsistent() {
    assertFault(with("ran to the river", "ran to the garden"), "is in this place already");
    assertFault(with("Mia picked up", "Tom picked up"), "nothing lies in this place");
    assertFault(with("the old map.", "the tiny map."), "events of the tale contradict these words");
    assertFault(
        with(" and Mia had the old map. E", ". E"), "the ending has not mentioned all things");
  }

  @Test
  void aStrangerParsesButIsInconsistent() {
    assertFault(with("Then Tom", "Then Leo"), "no person in this tale has this name");
  }

  @Test
  void onlyChineseNamesSpeakChinese() {
    assertFault(
        with("Mia gave the ball to Tom. ", "Mia gave the ball to Tom, who said, \"谢谢！\" "),
        "speaks English");
  }

  @Test
  void wordsOutsideTheGrammarDoNotParse() {
    assertForeign(with("Then Tom", "Then Bob"), "expected \"Mia\" or one of 13 others, found");
    assertForeign(with("ball to", "balls to"), "after \"…");
    assertForeign(TaleChecker.check(""), "found the end of the text");
    assertForeign(TaleChecker.check(TALE + TALE), "text follows the end of the tale");
  }

  @Test
  void everyCutOfATaleIsRejected() {
    String whole = TALE.strip();
    for (int end = 0; end < whole.length(); end++) {
      Verdict verdict = TaleChecker.check(whole.substring(0, end));
      assertFalse(verdict.parses(), whole.substring(0, end));
      assertFalse(verdict.message().contains("\n"), verdict.message());
    }
  }

  @Test
  void checkingNeverFailsOnBrokenTales() {
    List<String> tales = Tales.generate(22, 60);
    for (String tale : tales) {
      String[] words = tale.split("(?<= )");
      for (int i = 0; i < words.length; i++) {
        String[] changed = words.clone();
        changed[i] = words[(i * 7 + 3) % words.length];
        Verdict verdict = TaleChecker.check(String.join("", changed));
        assertTrue(verdict.parses() || !verdict.consistent());
      }
    }
  }

  @Test
  void aReportCountsAndNamesTheFirstFault() {
    TaleChecker.Report report =
        TaleChecker.checkAll(
            List.of(TALE, TALE.replace("Tom had", "Mia had"), TALE.replace("Tom", "Bob")));
    assertEquals(3, report.tales());
    assertEquals(2, report.parsing());
    assertEquals(1, report.consistent());
    assertTrue(
        report.firstFault().contains("events of the tale contradict these words"),
        report.firstFault());
  }
}
