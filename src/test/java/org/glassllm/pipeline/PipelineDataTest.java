package org.glassllm.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.base.Progress;
import org.glassllm.pipeline.PipelineData.Source;
import org.glassllm.text.tales.TaleChecker;
import org.glassllm.text.tasks.Skill;
import org.glassllm.text.tasks.Skills;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineDataTest {
  @TempDir Path folder;

  private static PipelineRecipe recipe() {
    JsonObject json = Json.tree(PipelineRecipe.named("smoke")).getAsJsonObject();
    JsonObject data = json.getAsJsonObject("data");
    data.addProperty("digits", 2);
    JsonObject shares = new JsonObject();
    shares.addProperty("count-letters", 3);
    shares.addProperty("add", 1);
    shares.addProperty("question", 2);
    data.add("shares", shares);
    return PipelineRecipe.of(JsonField.parse(json.toString(), "recipe"));
  }

  private PipelineData written(String name, long seed) {
    PipelineData data = new PipelineData(folder.resolve(name), recipe().data(), seed);
    data.write(recipe().test(), file -> Progress.NONE);
    return data;
  }

  private static List<JsonObject> rows(PipelineData data, Source source) throws IOException {
    return Files.readAllLines(data.file(source)).stream()
        .map(line -> Json.parseObject(line, source.toString()))
        .toList();
  }

  private static String skill(JsonObject row) {
    return Skills.all().stream()
        .filter(s -> s.key(text(row, "instruction"), text(row, "input")).isPresent())
        .map(Skill::name)
        .findFirst()
        .orElseThrow();
  }

  private static String text(JsonObject row, String name) {
    return row.get(name).getAsString();
  }

  private static Map<String, Integer> counts(List<JsonObject> rows) {
    Map<String, Integer> counts = new TreeMap<>();
    rows.forEach(row -> counts.merge(skill(row), 1, Integer::sum));
    return counts;
  }

  @Test
  void trainingTasksHaveTheSharesOfTheRecipe() throws IOException {
    PipelineData data = written("shares", 1);
    assertEquals(
        Map.of("count-letters", 300, "add", 100, "question", 200),
        counts(rows(data, Source.TASKS)));
    Map<String, Integer> asked = counts(rows(data, Source.PROMPTS));
    assertEquals(Map.of("count-letters", 34, "add", 33, "question", 33), asked);
    assertEquals(Set.of("add"), counts(rows(data, Source.ADDITIONS)).keySet());
  }

  @Test
  void tasksOfTheEvaluationsAreNotInTrainingFiles() throws IOException {
    PipelineData data = written("parts", 1);
    Set<String> trained = new HashSet<>();
    for (Source source : List.of(Source.TASKS, Source.PROMPTS, Source.ADDITIONS)) {
      rows(data, source).forEach(row -> trained.add(skill(row) + text(row, "input")));
    }
    rows(data, Source.PREFERENCES)
        .forEach(row -> trained.add(text(row, "prompt").replaceFirst("(?s)^.*?\n", "")));
    for (Source source :
        List.of(
            Source.TASKS_VALIDATION,
            Source.TASKS_TEST,
            Source.ADDITIONS_VALIDATION,
            Source.ADDITIONS_TEST)) {
      for (JsonObject row : rows(data, source)) {
        assertTrue(!trained.contains(skill(row) + text(row, "input")), row.toString());
        assertTrue(!trained.contains(text(row, "input")), row.toString());
      }
    }
  }

  @Test
  void pretrainingMixesTalesAndTasksEvenly() throws IOException {
    PipelineData data = written("base", 1);
    List<String> texts = rows(data, Source.BASE).stream().map(r -> text(r, "text")).toList();
    assertEquals(500, texts.size());
    for (int start = 0; start < 500; start += 50) { // 100 tales and 400 tasks
      long tales =
          texts.subList(start, start + 50).stream()
              .filter(text -> TaleChecker.check(text).parses())
              .count();
      assertEquals(10, tales);
    }
    assertEquals(500, Set.copyOf(texts).size(), "no text occurs twice");
  }

  @Test
  void equalSeedsGiveEqualFilesAndOtherSeedsOthers() throws IOException {
    PipelineData first = written("first", 1), same = written("same", 1), other = written("o", 2);
    for (Source source : Source.values()) {
      byte[] own = Files.readAllBytes(first.file(source));
      assertArrayEquals(own, Files.readAllBytes(same.file(source)), source.toString());
      assertNotEquals(new String(own), Files.readString(other.file(source)), source.toString());
    }
    Files.writeString(first.file(Source.TASKS), "kept");
    Files.delete(first.file(Source.PROMPTS));
    first.write(recipe().test(), file -> Progress.NONE);
    assertEquals("kept", Files.readString(first.file(Source.TASKS)));
    assertEquals(-1, Files.mismatch(first.file(Source.PROMPTS), same.file(Source.PROMPTS)));
  }

  @Test
  void recipesNameTheFieldOfAWrongNumber() {
    assertEquals(4, PipelineRecipe.named("tiny").model().layers());
    JsonObject json = Json.tree(PipelineRecipe.named("tiny")).getAsJsonObject();
    json.getAsJsonObject("ppo").addProperty("minibatches", 5);
    assertRefused(json, "responses");
    json.getAsJsonObject("ppo").addProperty("minibatches", 4);
    json.getAsJsonObject("data").getAsJsonObject("shares").addProperty("dance", 1);
    assertRefused(json, "dance");
    json.remove("data");
    assertRefused(json, "data is missing");
    assertThrows(InputException.class, () -> PipelineRecipe.named("large"));
  }

  private static void assertRefused(JsonObject json, String part) {
    InputException refused =
        assertThrows(
            InputException.class,
            () -> PipelineRecipe.of(JsonField.parse(json.toString(), "recipe.json")));
    assertTrue(refused.getMessage().contains(part), refused.getMessage());
  }
}
