package org.glassllm.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.glassllm.base.InputException;
import org.glassllm.picture.Charts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportTest {
  /** Texts that a model could write; each must appear as it is. */
  private static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "a | b || c",
          "**bold** _it_ `code` ~~no~~",
          "![x](http://example.org/x.png) [y](javascript:alert(1))",
          "&lt; &amp; & <",
          "back\\slash \\| \\",
          "# no heading",
          "- no list",
          "1. no list",
          "2) no list",
          "+ plus = equals",
          "---",
          "> no quote",
          "<!-- no comment",
          "http://example.org <http://example.org>",
          "鼓 golden — “drum” 😀");

  private static Document parse(String html) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
  }

  private static List<Element> all(Document page, String tag) {
    NodeList found = page.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static List<String> texts(Document page, String tag) {
    return all(page, tag).stream().map(Element::getTextContent).toList();
  }

  @Test
  void everyTextAppearsAsItIs() throws Exception {
    List<Part> parts = new ArrayList<>();
    HOSTILE.forEach(text -> parts.add(new Paragraph(text)));
    HOSTILE.forEach(text -> parts.add(new Heading(text)));
    parts.add(new DataTable(List.of("text"), HOSTILE.stream().map(text -> List.of(text)).toList()));
    Document page = parse(new Report("A <title> & more", parts).html());
    assertEquals(HOSTILE, texts(page, "p"));
    assertEquals(HOSTILE, texts(page, "h2"));
    assertEquals(HOSTILE, texts(page, "td"));
    assertEquals(List.of("A <title> & more"), texts(page, "h1"));
    assertEquals(List.of("A <title> & more"), texts(page, "title"));
    for (String tag : List.of("script", "img", "a", "ul", "ol", "hr", "em", "strong", "code")) {
      assertEquals(0, all(page, tag).size(), tag);
    }
  }

  @Test
  void controlCharactersAreReplaced() throws Exception {
    String text = "a\u0000b\u001b[31mc\uD800d\ne";
    Document page = parse(new Report("t", List.of(new Paragraph(text))).html());
    assertEquals(List.of("a\uFFFDb\uFFFD[31mc\uFFFDd ↵ e"), texts(page, "p"));
  }

  @Test
  void samplesStandSideBySide() throws Exception {
    List<Samples.Answer> answers = new ArrayList<>();
    for (String run : List.of("sft", "ppo")) {
      Samples.Note verdict = new Samples.Note("verdict", "wrong: " + run);
      answers.add(new Samples.Answer(run, run + "'s\nanswer", List.of(verdict)));
    }
    Samples samples = new Samples("Count.\na|b", "2", answers);
    Document page = parse(new Report("t", List.of(samples)).html());
    assertEquals(List.of("", "sft", "ppo"), texts(page, "th"));
    assertEquals(
        List.of(
            "answer", "sft's ↵ answer", "ppo's ↵ answer", "verdict", "wrong: sft", "wrong: ppo"),
        texts(page, "td"));
    assertTrue(texts(page, "blockquote").get(0).contains("Count. ↵ a|b"));
  }

  @Test
  void numbersAreAlignedToTheRight() throws Exception {
    DataTable table =
        new DataTable(
            List.of("run", "value", "gain"),
            List.of(List.of("a", "0.5 [0.4, 0.6]", "-"), List.of("2b", "-1", "+0.25")));
    Document page = parse(new Report("t", List.of(table)).html());
    assertEquals(
        List.of("", "right", "right"),
        all(page, "th").stream().map(th -> th.getAttribute("align")).toList());
    assertThrows(
        InputException.class, () -> new DataTable(List.of("a", "b"), List.of(List.of("1"))));
  }

  @Test
  void thePageContainsItsPlots(@TempDir Path folder) throws Exception {
    Plot first = plot("first", 0.2), second = plot("second", 0.9);
    Path out = folder.resolve("new/report");
    new Report("t", List.of(first, new Paragraph("text"), second)).writeTo(out);
    String html = Files.readString(out.resolve("report.html"));
    Document page = parse(html);
    List<Element> images = all(page, "img");
    assertEquals(2, images.size());
    for (int i = 0; i < 2; i++) {
      String source = images.get(i).getAttribute("src"), start = "data:image/png;base64,";
      assertTrue(source.startsWith(start));
      byte[] bytes = Base64.getDecoder().decode(source.substring(start.length()));
      Plot plot = List.of(first, second).get(i);
      assertEquals(
          plot.image().getWidth(), ImageIO.read(new ByteArrayInputStream(bytes)).getWidth());
      assertEquals(plot.description(), images.get(i).getAttribute("alt"));
      assertArrayEquals(Files.readAllBytes(out.resolve(plot.file())), bytes);
    }
    for (String outside : List.of("src=\"http", "href", "url(", "@import", "<link")) {
      assertFalse(html.contains(outside), outside);
    }
    String markdown = Files.readString(out.resolve("report.md"));
    assertTrue(markdown.contains("![first](first.png)"), markdown);
  }

  private static Plot plot(String name, double value) {
    return new Plot(
        name,
        name,
        Charts.intervals(name, "x", "y", List.of(new Charts.Interval("run", 1, 0.1, value, 1.0))));
  }
}
