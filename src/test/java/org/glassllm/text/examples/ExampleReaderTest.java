package org.glassllm.text.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.glassllm.text.examples.Role.ASSISTANT;
import static org.glassllm.text.examples.Role.SYSTEM;
import static org.glassllm.text.examples.Role.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.text.tasks.Part;
import org.glassllm.text.tasks.Skills;
import org.glassllm.text.tasks.TaskSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleReaderTest {
  private static final String GOOD = "{\"instruction\": \"Say hi.\", \"output\": \"Hi.\"}";
  private static final Instruction HI = new Instruction("Say hi.", "", "Hi.");
  private static final ReadOptions STRICT = new ReadOptions(true, 1_000_000);

  @TempDir private Path folder;
  private final List<Example> examples = new ArrayList<>();
  private final List<Preference> preferences = new ArrayList<>();

  private Path file(String text) {
    return file(text.getBytes(UTF_8));
  }

  private Path file(byte[] bytes) {
    try {
      return Files.write(folder.resolve("rows.json"), bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private ReadReport read(String text) {
    examples.clear();
    return ExampleReader.examples(file(text), ReadOptions.DEFAULT, examples::add);
  }

  private ReadReport readPairs(String text) {
    preferences.clear();
    return ExampleReader.preferences(file(text), ReadOptions.DEFAULT, preferences::add);
  }

  /** Checks that a row between two good rows is skipped with a reason, and refused if strict. */
  private void assertSkipped(String row, String reason) {
    String[] files = {
      GOOD + "\n" + row + "\n" + GOOD, "[" + GOOD + ",\n" + row + ",\n" + GOOD + "]"
    };
    for (String text : files) {
      ReadReport report = read(text);
      assertEquals(List.of(HI, HI), examples, text);
      assertEquals(1, report.skipped(), text);
      assertEquals(3, report.rows());
      String fault = report.firstFaults().get(0);
      assertTrue(fault.contains("rows.json") && fault.contains("line 2"), fault);
      assertTrue(fault.contains(reason), fault);
      assertEquals(fault.indexOf("rows.json"), fault.lastIndexOf("rows.json"), fault);
      Exception e =
          assertThrows(
              InputException.class, () -> ExampleReader.examples(file(text), STRICT, x -> {}));
      assertEquals(fault, e.getMessage());
    }
  }

  @Test
  void instructionsSurviveTheRoundTrip() {
    TaskSource source = new TaskSource(Skills.all(), Part.TRAIN, 3);
    List<Example> written = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      written.add(source.task(i).example());
      lines.append(Json.line(written.get(i))).append('\n');
    }
    assertEquals(new ReadReport(300, 0, 0, List.of()), read(lines.toString()));
    assertEquals(written, examples);
    read(Json.pretty(written));
    assertEquals(written, examples, "an indented array");
    read("\uFEFF" + lines.toString().replace("\n", "\r\n\r\n"));
    assertEquals(written, examples, "a byte-order mark, CRLF and blank lines");
    ExampleReader.examples(file(Json.line(written)), STRICT, x -> {});
  }

  @Test
  void dialoguesAreReadInBothLayouts() {
    Dialogue dialogue =
        new Dialogue(
            List.of(
                new Message(SYSTEM, "Be kind."),
                new Message(USER, "Hi 你好 😀"),
                new Message(ASSISTANT, "Hello!\n"),
                new Message(USER, "Bye"),
                new Message(ASSISTANT, "Bye!")));
    List<Map<String, String>> chatMl = new ArrayList<>(), shareGpt = new ArrayList<>();
    Map<Role, String> names = Map.of(SYSTEM, "system", USER, "human", ASSISTANT, "gpt");
    for (Message m : dialogue.messages()) {
      String role = m.role().name().toLowerCase(java.util.Locale.ROOT);
      chatMl.add(Map.of("role", role, "content", m.content()));
      shareGpt.add(Map.of("from", names.get(m.role()), "value", m.content()));
    }
    String rows =
        Json.line(Map.of("messages", chatMl, "id", 7))
            + "\n"
            + Json.line(Map.of("conversations", shareGpt))
            + "\n"
            + Json.line(Map.of("system", "Be kind.", "conversations", shareGpt.subList(1, 5)));
    assertEquals(3, read(rows).kept());
    assertEquals(List.of(dialogue, dialogue, dialogue), examples);
  }

  @Test
  void anInstructionMayHaveSystemAndHistory() {
    read(
        "{\"instruction\":\"c\",\"input\":null,\"output\":\"d\",\"system\":\"s\","
            + "\"history\":[[\"a\",\"b\"]]}\n"
            + "{\"instruction\":\"c\",\"input\":\"i\",\"output\":\"d\",\"system\":\"\","
            + "\"history\":[]}");
    Dialogue first =
        new Dialogue(
            List.of(
                new Message(SYSTEM, "s"),
                new Message(USER, "a"),
                new Message(ASSISTANT, "b"),
                new Message(USER, "c"),
                new Message(ASSISTANT, "d")));
    Instruction second = new Instruction("c", "i", "d");
    assertEquals(List.of(first, second), examples);
    assertEquals("c\ni", second.dialogue().messages().get(0).content());
  }

  @Test
  void malformedRowsAreSkippedWithTheirReason() {
    assertSkipped("{\"instruction\": \"x\"}", "output is missing, must be a string");
    assertSkipped("{\"instruction\": 5, \"output\": \"y\"}", "instruction is 5, must be a string");
    assertSkipped("{\"instruction\": \" \", \"output\": \"y\"}", "the instruction is empty");
    assertSkipped("{\"instruction\": \"x\", \"output\": \"\"}", "the output is empty");
    assertSkipped(
        "{\"instruction\": \"x\", \"input\": [], \"output\": \"y\"}",
        "input is [], must be a string");
    assertSkipped("{\"text\": \"x\"}", "none of the fields instruction, messages");
    assertSkipped("7", "must be an object");
    assertSkipped("[]", "must be an object");
    assertSkipped("{\"instruction\": tru}", "not valid JSON");
    assertSkipped("{\"instruction\": \"x\", \"instruction\": \"x\", \"output\": \"y\"}", "twice");
    assertSkipped("{\"instruction\": \"\\ud800\", \"output\": \"y\"}", "half of a surrogate pair");
    assertSkipped("{\"messages\": []}", "must end with a message of the assistant");
    assertSkipped(
        "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}",
        "must end with a message of the assistant");
    assertSkipped(
        "{\"messages\": [{\"role\": \"assistant\", \"content\": \"x\"}]}",
        "message 0 has the role assistant, must be user");
    assertSkipped(
        "{\"messages\": [{\"role\": \"tool\", \"content\": \"x\"}]}",
        "messages[0].role is \"tool\", must be one of [system, user, assistant, human, gpt]");
    assertSkipped(
        "{\"messages\": [{\"role\": \"user\", \"content\": [\"x\"]}]}",
        "messages[0].content is [\"x\"], must be a string");
    assertSkipped("{\"conversations\": {}}", "conversations is {}, must be an array");
    assertSkipped(
        "{\"conversations\": [{\"from\": \"human\", \"value\": \" \"}]}", "a message has no text");
    assertSkipped("[".repeat(2000) + "]".repeat(2000), "not valid JSON");
    assertSkipped("{\"instruction\": \"x\"}}", "");
  }

  @Test
  void wrongBytesAffectOnlyTheirRow() {
    byte[] bytes = (GOOD + "\n" + GOOD.replace("hi", "h#") + "\n" + GOOD).getBytes(UTF_8);
    bytes[new String(bytes, UTF_8).indexOf('#')] = (byte) 0xE9;
    Path file = file(bytes);
    ReadReport report = ExampleReader.examples(file, ReadOptions.DEFAULT, examples::add);
    assertEquals(List.of(HI, HI), examples);
    assertEquals(
        List.of(file + " line 2 is not UTF-8; correct or remove the row"), report.firstFaults());
    String linearB = new String(Character.toChars(0x10000));
    assertEquals(1, read(GOOD.replace("hi", linearB)).kept());
  }

  @Test
  void truncatedFilesAreReported() {
    ReadReport lines = read(GOOD + "\n" + GOOD.substring(0, 20));
    assertEquals(1, lines.skipped());
    ReadReport array = read("[" + GOOD + ",\n " + GOOD.substring(0, 20));
    assertEquals(1, array.skipped());
    String fault = array.firstFaults().get(0);
    assertTrue(fault.contains("element 1 (line 2)"), fault);
    assertTrue(fault.contains("the file ends before the array is closed"), fault);
    assertEquals(1, read("[" + GOOD + ",").skipped());
    assertEquals(1, read("[" + GOOD + "] x").skipped());
    assertEquals(1, read("[" + GOOD + ",]").skipped());
    assertEquals(1, read("[" + GOOD + ",," + GOOD + "]").skipped());
    assertEquals(0, read(" [ " + GOOD + " ] \n").skipped());
  }

  @Test
  void filesWithoutExamplesAreRefused() {
    for (String text : List.of("", "\n \n", "[]", "[ ] ", "\uFEFF", "hello", "{}", "[[]]")) {
      Exception e = assertThrows(InputException.class, () -> read(text), text);
      assertTrue(e.getMessage().contains("rows.json"), e.getMessage());
    }
    Path missing = folder.resolve("missing.json");
    assertThrows(
        InputException.class, () -> ExampleReader.examples(missing, ReadOptions.DEFAULT, x -> {}));
  }

  @Test
  void hugeRowsAreSkippedWithoutAffectingOthers() {
    String huge = GOOD.replace("hi", "x".repeat(RowReader.MOST));
    ReadReport report = read(GOOD + "\n" + huge + "\n" + GOOD);
    assertEquals(List.of(HI, HI), examples);
    assertTrue(report.firstFaults().get(0).contains("longer than 16777216 characters"));
  }

  @Test
  void onlyTheFirstFaultsAreKeptButAllAreCounted() {
    ReadReport report = read(GOOD + "\n{}".repeat(50));
    assertEquals(50, report.skipped());
    assertEquals(ReadReport.MOST_FAULTS, report.firstFaults().size());
  }

  @Test
  void longDialoguesLoseTheirLastExchanges() {
    String turn =
        "{\"role\":\"user\",\"content\":\"12345\"},{\"role\":\"assistant\",\"content\":\"67890\"}";
    Path file = file("{\"messages\":[%s,%s,%s]}\n%s".formatted(turn, turn, turn, GOOD));
    ReadReport report = ExampleReader.examples(file, new ReadOptions(false, 25), examples::add);
    assertEquals(List.of(2, 1), List.of((int) report.kept(), (int) report.truncated()));
    assertEquals(20, examples.get(0).length());
    assertTrue(report.firstFaults().get(0).contains("line 1 has more than 25 characters"));
    assertThrows(
        InputException.class,
        () -> ExampleReader.examples(file, new ReadOptions(true, 25), x -> {}));
    examples.clear();
    Path other =
        file("{\"messages\":[%s,%s]}\n%s".formatted(turn, turn, GOOD.replace("hi", "hello")));
    report = ExampleReader.examples(other, new ReadOptions(false, 10), examples::add);
    assertEquals(List.of(1L, 1L, 1L), List.of(report.kept(), report.skipped(), report.truncated()));
    assertEquals(10, examples.get(0).length());
    assertTrue(report.firstFaults().get(1).contains("13 characters, must be at most 10"));
    assertThrows(InputException.class, () -> new ReadOptions(true, 0));
  }

  private static Map<String, Object> pair(Object prompt, Object chosen, Object rejected) {
    Map<String, Object> row = new LinkedHashMap<>();
    if (prompt != null) {
      row.put("prompt", prompt);
    }
    row.put("chosen", chosen);
    row.put("rejected", rejected);
    return row;
  }

  private static Map<String, String> message(String role, String content) {
    return Map.of("role", role, "content", content);
  }

  @Test
  void preferencesAreReadInAllLayouts() {
    Map<String, String> asked = message("user", "p");
    Map<String, String> good = message("assistant", "c"), bad = message("assistant", "r");
    List<Map<String, Object>> rows =
        List.of(
            pair("p", "c", "r"),
            pair(List.of(asked), List.of(good), List.of(bad)),
            pair(null, List.of(asked, good), List.of(asked, bad)),
            pair("p", List.of(asked, good), List.of(asked, bad)),
            pair("p", List.of(good), "r"));
    for (String text : List.of(Json.line(rows), Json.pretty(rows))) {
      assertEquals(5, readPairs(text).kept());
      preferences.forEach(p -> assertEquals(Preference.of("p", "c", "r"), p));
    }
    Map<String, String> system = message("system", "s");
    readPairs(Json.line(pair(List.of(system, asked, good, asked), "c", "r")));
    assertEquals(4, preferences.get(0).prompt().size());
    assertEquals("p", preferences.get(0).lastPrompt());
  }

  @Test
  void malformedPreferencesAreSkipped() {
    Map<String, String> asked = message("user", "p"), good = message("assistant", "c");
    Map<Object, String> rows = new LinkedHashMap<>();
    rows.put(pair(null, "c", "r"), "a prompt must end with a message of the user");
    rows.put(pair("p", "c", " "), "a message has no text");
    rows.put(pair("p", "c", 5), "rejected is 5, must be an array");
    rows.put(pair("q", List.of(asked, good), List.of(asked, good)), "prompt is \"q\", must be");
    rows.put(pair("p", List.of(good, good), List.of(good)), "chosen is [");
    rows.put(pair(List.of(good), "c", "r"), "must be user");
    rows.forEach(
        (row, reason) -> {
          ReadReport report = readPairs(Json.line(pair("p", "c", "r")) + "\n" + Json.line(row));
          assertEquals(1, report.skipped(), row.toString());
          String fault = report.firstFaults().get(0);
          assertTrue(fault.contains("line 2") && fault.contains(reason), fault);
        });
    Path file = file(Json.line(pair("p", "c", "r")) + "\n" + Json.line(pair("12345", "c", "r")));
    ReadReport report =
        ExampleReader.preferences(file, new ReadOptions(false, 5), preferences::add);
    assertTrue(report.firstFaults().get(0).contains("7 characters, must be at most 5"));
  }
}
