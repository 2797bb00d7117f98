package org.glassllm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each helper mends one thing and leaves the rest. */
class CleaningTest {
  @Test
  void lineEndsBecomeUnixLineEnds() {
    assertEquals("a\nb\nc\n\nd", Cleaning.unixLineEnds("a\r\nb\rc\n\rd"));
  }

  @Test
  void onlyALeadingByteOrderMarkIsRemoved() {
    assertEquals("a\uFEFFb", Cleaning.withoutByteOrderMark("\uFEFFa\uFEFFb"));
    assertEquals("", Cleaning.withoutByteOrderMark(""));
  }

  @Test
  void accentsAreComposed() {
    assertEquals("\u00E9", Cleaning.composed("e\u0301"));
  }

  @Test
  void controlsGoButLineEndsAndTabsStay() {
    assertEquals("a\tb\nc", Cleaning.withoutControls("a\t\u0000b\n\u0007c\u0085"));
    assertEquals("你好 😀", Cleaning.withoutControls("你好 😀"));
  }

  @Test
  void cleaningACleanTextChangesNothing() {
    String text = Tales.generateBytes(2, 10_000);
    assertEquals(text, Cleaning.clean(text));
    String dirty = "\uFEFFcafe\u0301\r\n\u0001x";
    assertEquals("caf\u00E9\nx", Cleaning.clean(dirty));
    assertEquals(Cleaning.clean(dirty), Cleaning.clean(Cleaning.clean(dirty)));
  }

  @Test
  void theFirstOfEqualDocumentsStays() {
    Document a = new Document("a", "same");
    Document b = new Document("b", "other");
    List<Document> kept = Cleaning.distinct(List.of(a, b, new Document("c", "same")));
    assertEquals(List.of(a, b), kept);
    assertSame(a, kept.get(0));
  }
}
