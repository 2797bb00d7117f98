package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.base.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chats through a pipe. */
class ChatCommandTest {
  @TempDir static Path folder;
  private static String run;

  @BeforeAll
  static void train() throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "to be or not to be/\n".repeat(50));
    run = folder.resolve("run").toString();
    List<String> train = new ArrayList<>(List.of("train", "--run", run, "--preset", "test"));
    train.addAll(List.of("--data", text.toString(), "--device", "cpu", "--steps", "30"));
    Glass.Result result = Glass.run(train.toArray(String[]::new));
    assertEquals(0, result.code(), result.err());
  }

  private static Glass.Result chat(String lines, String... options) {
    return chat(lines.getBytes(StandardCharsets.UTF_8), options);
  }

  private static Glass.Result chat(byte[] lines, String... options) {
    List<String> all = new ArrayList<>(List.of("chat", "--run", run, "--device", "cpu"));
    all.addAll(List.of("--tokens", "12"));
    all.addAll(List.of(options));
    InputStream in = System.in;
    System.setIn(new ByteArrayInputStream(lines));
    try {
      return Glass.run(all.toArray(String[]::new));
    } finally {
      System.setIn(in);
    }
  }

  private static List<String> errors(Glass.Result result) {
    assertEquals(0, result.code(), result.err());
    return result.err().lines().skip(1).toList();
  }

  private static String generated(String prompt, String... options) {
    List<String> all = new ArrayList<>(List.of("generate", "--run", run, "--device", "cpu"));
    all.addAll(List.of("--prompt", prompt, "--tokens", "12", "--json"));
    all.addAll(List.of(options));
    String out = Glass.run(all.toArray(String[]::new)).out();
    return Json.parseObject(out, "generate").get("text").getAsString();
  }

  @Test
  void eachLineIsAnswered() {
    Glass.Result result = chat("to be\n\nor", "--greedy");
    assertEquals(0, result.code(), result.err());
    String first = generated("to be", "--greedy");
    String second = generated("to be" + first, "--greedy");
    String third = generated("to be" + first + second + "or", "--greedy");
    assertEquals(first + "\n" + second + "\n" + third + "\n", result.out());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("base model continues the text"), result.err());
    assertFalse((result.out() + result.err()).contains("\u001b"));
    assertEquals(0, chat("").code());
    assertEquals("", chat("").out());
  }

  @Test
  void theSeedDeterminesTheAnswers() {
    String[] seed = {"--temperature", "1.5", "--seed", "3"};
    Glass.Result result = chat("to\n/reset\nto\n/reset\n/seed 3\nto", seed);
    String expected = generated("to", seed);
    assertTrue(result.out().startsWith(expected + "\n"), result.out());
    assertTrue(result.out().endsWith("\n" + expected + "\n"), result.out());
    assertNotEquals(expected + "\n" + expected + "\n" + expected + "\n", result.out());
  }

  @Test
  void commandsChangeTheSettings() {
    List<String> lines =
        errors(chat("/temperature 0.25\n/top-k 3\n/top-p 0.5\n/min-p 0.1\n/tokens 5\n/settings"));
    assertEquals(List.of("/temperature 0.25", "/top-k 3"), lines.subList(0, 2));
    assertTrue(
        lines.subList(5, lines.size()).containsAll(lines.subList(0, 5)), "settings: " + lines);
    assertEquals(5, chat("/tokens 5\nto", "--greedy").out().length() - 1);
    assertEquals(
        generated("to", "--greedy") + "\n", chat("/greedy\nto", "--temperature", "9").out());
    assertEquals(
        List.of("/greedy true", "/temperature 0.5", "/greedy false"),
        errors(chat("/greedy\n/temperature 0.5\n/settings")).stream()
            .filter(l -> l.startsWith("/greedy") || l.equals("/temperature 0.5"))
            .distinct()
            .toList());
  }

  @Test
  void illegalLinesGiveOneLineAndTheChatContinues() {
    for (String line :
        new String[] {
          "/temperature -1",
          "/temperature warm",
          "/temperature",
          "/temperature NaN",
          "/top-k -1",
          "/top-p 0",
          "/min-p 2",
          "/seed x",
          "/tokens 0",
          "/tokens 99999999999",
          "/prompt x",
          "/stacktrace",
          "/reset now",
          "/quit now",
          "/greedy perhaps",
          "/",
          "/save",
          "/save " + folder,
          "/save " + folder.resolve("missing/x"),
          "\u5c0f",
          "x\u001b[31mx"
        }) {
      Glass.Result result = chat(line + "\nto", "--greedy");
      assertEquals(1, errors(result).size(), line + ": " + result.err());
      assertFalse(result.err().contains("--"), result.err());
      assertFalse(result.err().contains("\u001b"), result.err());
      assertEquals(generated("to", "--greedy") + "\n", result.out(), line);
    }
  }

  @Test
  void everyLineGivesAJsonObject() {
    Glass.Result result = chat("to\n\u5c0f\n/tokens 3\n//\n", "--json", "--greedy");
    List<String> lines = result.out().lines().toList();
    assertEquals(3, lines.size(), result.out());
    assertEquals(generated("to", "--greedy"), value(lines.get(0), "text"));
    assertEquals("limit", value(lines.get(0), "end"));
    assertTrue(value(lines.get(1), "error").contains("\u5c0f"), lines.get(1));
    assertEquals("/", value(lines.get(2), "prompt"));
    assertEquals("3", value(lines.get(2), "tokens"));
  }

  private static String value(String json, String key) {
    return Json.parseObject(json, "chat").get(key).getAsString();
  }

  @Test
  void theSavedTextIsTheConversation() throws IOException {
    Path file = folder.resolve("saved.txt");
    String save = "/save " + file;
    List<String> lines = errors(chat("to\n" + save + "\nbe\n" + save, "--greedy"));
    assertEquals(2, lines.size(), lines.toString());
    String first = "to" + generated("to", "--greedy") + "be";
    assertEquals(first + generated(first, "--greedy"), Files.readString(file));
    String other = errors(chat("to\n" + save)).get(0);
    assertTrue(other.contains("exists already"), other);
  }

  @Test
  void quitEndsTheChat() {
    assertEquals(generated("to", "--greedy") + "\n", chat("to\n/quit\nbe", "--greedy").out());
  }

  @Test
  void helpFitsIntoEightyColumns() {
    List<String> lines = errors(chat("/help"));
    String all = String.join("\n", lines);
    for (String name : new String[] {"/help", "/reset", "/save FILE", "/top-k K", "/seed S"}) {
      assertTrue(all.contains(name), all);
    }
    assertFalse(all.contains("--") || all.contains("${"), all);
    assertTrue(lines.stream().allMatch(line -> line.length() <= 80), all);
  }

  @Test
  void illegalOptionsAndInputsEndTheCommand() {
    for (String[] options : new String[][] {{"--temperature", "-1"}, {"--tokens", "0"}}) {
      assertEquals(2, chat("to", options).code());
    }
    Glass.Result latin = chat(new byte[] {'t', 'o', (byte) 0xE9, '\n'});
    assertEquals(2, latin.code());
    assertTrue(latin.err().contains("UTF-8"), latin.err());
  }
}
