package org.glassllm.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.glassllm.base.Hash;
import org.glassllm.exercises.Catalog;
import org.glassllm.exercises.Catalog.Exercise;
import org.glassllm.lessons.Lesson;
import org.glassllm.lessons.Lessons;
import org.junit.jupiter.api.Test;

/** Tests the exercises themselves: stubs fail, references pass, contracts catch mistakes. */
class ExerciseGuardTest {
  private static final int LEAST_WRONG = 4;

  @Test
  void everyTypicalMistakeIsCaughtAsAWrongValue() throws Exception {
    Map<String, String> sources = new LinkedHashMap<>();
    Map<String, Edit> edits = new LinkedHashMap<>();
    Map<String, Integer> perExercise = new TreeMap<>();
    for (Exercise exercise : Catalog.ALL) {
      String reference = Files.readString(source("solutions", exercise));
      for (Edit edit : edits(exercise)) {
        int at = reference.indexOf(edit.from());
        assertTrue(at >= 0, exercise.name() + ": not in the reference: " + edit.from());
        assertEquals(
            at, reference.lastIndexOf(edit.from()), exercise.name() + ": twice: " + edit.from());
        String name = "wrong.w" + sources.size() + "." + exercise.name();
        String changed =
            reference.substring(0, at) + edit.to() + reference.substring(at + edit.from().length());
        sources.put(
            name,
            changed.replaceFirst("package [\\w.]+;", "package wrong.w" + sources.size() + ";"));
        edits.put(name, edit);
        perExercise.merge(exercise.name(), 1, Integer::sum);
      }
    }
    ClassLoader loader =
        SourceCompiler.compile(
            sources,
            List.of(System.getProperty("java.class.path").split(File.pathSeparator)),
            getClass().getClassLoader());
    List<String> missed = new ArrayList<>();
    for (String name : sources.keySet()) {
      Edit edit = edits.get(name);
      Exercise exercise =
          Catalog.ALL.stream()
              .filter(e -> e.name().equals(edit.exercise()))
              .findFirst()
              .orElseThrow();
      List<Throwable> failures = Contracts.check(exercise, loader.loadClass(name));
      if (failures.isEmpty()) {
        missed.add(edit.exercise() + ": " + edit.mistake() + ": not caught");
      }
      for (Throwable failure : failures) {
        if (!(failure instanceof Contract.WrongValue)) {
          missed.add(edit.exercise() + ": " + edit.mistake() + ": " + failure);
        }
      }
    }
    assertEquals(List.of(), missed);
    for (Exercise exercise : Catalog.ALL) {
      assertTrue(
          perExercise.getOrDefault(exercise.name(), 0) >= LEAST_WRONG,
          exercise.name() + " has too few wrong solutions");
    }
    System.out.printf(
        "exercises %d, wrong solutions caught %d of %d%n",
        Catalog.ALL.size(), sources.size() - missed.size(), sources.size());
  }

  @Test
  void pristineStubsFailChangedOnesAreReported() throws Exception {
    Properties hashes = new Properties();
    try (var in = getClass().getResourceAsStream("stubs.properties")) {
      hashes.load(in);
    }
    for (Exercise exercise : Catalog.ALL) {
      String stub = Files.readString(source("exercises", exercise));
      String known = hashes.getProperty(exercise.folder() + "." + exercise.name());
      if (!Hash.sha256(stub.replace("\r", "")).equals(known)) {
        assertFalse(
            Boolean.parseBoolean(System.getenv("GLASS_PRISTINE")),
            exercise.name()
                + ": the stub differs from stubs.properties, so this test would skip it");
        System.out.println("exercise " + exercise.name() + ": the stub has changed");
        continue;
      }
      List<Throwable> failures =
          Contracts.check(
              exercise,
              Class.forName("org.glassllm.exercises." + exercise.folder() + "." + exercise.name()));
      assertFalse(failures.isEmpty(), exercise.name() + ": the stub passes");
      for (Throwable failure : failures) {
        assertTrue(
            failure.getMessage().startsWith("implement me"), exercise.name() + ": " + failure);
      }
    }
  }

  @Test
  void referencesPassAndEachLessonHasTwoExercises() throws Exception {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (Exercise exercise : Catalog.ALL) {
      counts.merge(exercise.lesson(), 1, Integer::sum);
      assertEquals(
          List.of(),
          Contracts.check(
              exercise,
              Class.forName(
                  "org.glassllm.solutions." + exercise.folder() + "." + exercise.name())));
      assertFalse(exercise.hints().isEmpty());
    }
    for (Lesson lesson : Lessons.ALL) {
      assertTrue(counts.getOrDefault(lesson.number(), 0) >= 2, lesson.folder());
    }
  }

  private static List<Edit> edits(Exercise exercise) throws ReflectiveOperationException {
    Class<?> wrong = Class.forName("org.glassllm.course." + exercise.folder() + ".Wrong");
    List<Edit> mine = new ArrayList<>();
    for (Object edit : (List<?>) wrong.getField("EDITS").get(null)) {
      if (((Edit) edit).exercise().equals(exercise.name())) {
        mine.add((Edit) edit);
      }
    }
    return mine;
  }

  private static Path source(String root, Exercise exercise) {
    return Path.of("src", root, "java/org/glassllm", root, exercise.folder())
        .resolve(exercise.name() + ".java");
  }
}
