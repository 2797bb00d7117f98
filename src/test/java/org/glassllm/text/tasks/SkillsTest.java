package org.glassllm.text.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.glassllm.base.InputException;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Dice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Properties of all skills, on 10,600 training tasks and 550 held-out tasks of each skill. */
class SkillsTest {
  private static final int TASKS = 10_600;
  private static final int HELD_OUT = 550;

  /** Highest allowed accuracy of a constant answer; the uniform counts have 1/5 and 1/7. */
  private static final Map<String, Double> CONSTANT =
      Map.of("count-letters", 0.22, "count-words", 0.16);

  private static final Map<Skill, List<Task>> TRAIN = new HashMap<>();
  private static final Map<Skill, List<Task>> TEST = new HashMap<>();

  @BeforeAll
  static void generate() {
    for (Skill skill : Skills.all()) {
      TRAIN.put(skill, tasks(skill, Part.TRAIN, TASKS));
      TEST.put(skill, tasks(skill, Part.HELD_OUT, HELD_OUT));
    }
  }

  @AfterAll
  static void free() {
    TRAIN.clear();
    TEST.clear();
  }

  private static List<Task> tasks(Skill skill, Part part, int count) {
    TaskSource source = new TaskSource(List.of(skill), part, 3);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(source.task(i));
    }
    return tasks;
  }

  private static Verdict check(Skill skill, Task task, String answer) {
    return skill.check(task.example().instruction(), task.example().input(), answer);
  }

  @Test
  void generatedAnswersAreRight() {
    TRAIN.forEach(SkillsTest::assertRight);
    TEST.forEach(SkillsTest::assertRight);
    for (Skill hard : List.of(new AskTale(false), new AddNumbers(1), new AddNumbers(2))) {
      assertRight(hard, tasks(hard, Part.TRAIN, 1000));
    }
  }

  private static void assertRight(Skill skill, List<Task> tasks) {
    for (Task task : tasks) {
      Verdict verdict = check(skill, task, task.answer());
      assertTrue(verdict.isRight(), () -> task + " " + verdict);
    }
  }

  @Test
  void mistakesAreWrongButInFormat() {
    TEST.forEach(
        (skill, tasks) -> {
          for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            String mistake = skill.mistake(task, Dice.at(4, i));
            Verdict verdict = check(skill, task, mistake);
            assertEquals(Verdict.Outcome.WRONG, verdict.outcome(), task + " " + verdict);
          }
        });
  }

  @Test
  void damagedAnswersAreNeverRight() {
    TEST.forEach(
        (skill, tasks) -> {
          for (int i = 0; i < 300; i++) {
            Task task = tasks.get(i);
            for (String damaged : damaged(task.answer(), new Dice(i))) {
              Verdict verdict = check(skill, task, damaged);
              assertFalse(verdict.isRight(), () -> task + " accepts \"" + damaged + "\"");
              assertFalse(verdict.reason().isBlank() || verdict.reason().contains("\n"));
            }
          }
        });
  }

  private static List<String> damaged(String right, Dice dice) {
    int at = dice.below(right.length());
    String head = right.substring(0, at), tail = right.substring(at + 1);
    String letter = right.substring(at, at + 1);
    List<String> all = new ArrayList<>(List.of("", "I do not know.", head, "\u0000", "0 0", "a b"));
    all.add(right + " " + right);
    all.add(head + "x" + letter + tail);
    all.add(head + (letter.equals("7") ? "8" : "7") + tail);
    all.add(head + tail);
    all.add(right + "\n### Instruction:");
    all.add("The answer is " + right);
    all.removeIf(text -> text.strip().equals(right));
    return all;
  }

  @Test
  void constantAnswersScoreLow() {
    TRAIN.forEach(
        (skill, tasks) -> {
          Map<String, Long> counts =
              tasks.stream().collect(Collectors.groupingBy(Task::answer, Collectors.counting()));
          String best = Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
          long right = tasks.stream().filter(t -> check(skill, t, best).isRight()).count();
          double accuracy = (double) right / tasks.size();
          assertTrue(accuracy < CONSTANT.getOrDefault(skill.name(), 0.02), skill + " " + accuracy);
        });
  }

  @Test
  void noHeldOutTaskOccursInTraining() {
    TRAIN.forEach(
        (skill, tasks) -> {
          Set<String> seen = tasks.stream().map(SkillsTest::text).collect(Collectors.toSet());
          Set<String> contents = tasks.stream().map(Task::content).collect(Collectors.toSet());
          for (Task task : TEST.get(skill)) {
            assertFalse(seen.contains(text(task)), task.toString());
            assertFalse(contents.contains(task.content()), task.toString());
          }
        });
    int tasks = Skills.all().size() * (TASKS + HELD_OUT);
    assertTrue(tasks >= 100_000, tasks + " tasks");
  }

  private static String text(Task task) {
    return task.example().prompt();
  }

  @Test
  void equivalentTasksAreInOnePart() {
    Set<String> sums = inputs(new AddNumbers(3), TRAIN);
    for (String sum : inputs(new AddNumbers(3), TEST)) {
      String[] numbers = sum.split(" \\+ ");
      assertFalse(sums.contains(numbers[1] + " + " + numbers[0]), sum);
    }
    Set<String> answers =
        TRAIN.get(new Translate()).stream().map(Task::answer).collect(Collectors.toSet());
    for (String sentence : inputs(new Translate(), TEST)) {
      assertFalse(answers.contains(sentence), "the other direction of " + sentence);
    }
    Set<String> sorted =
        TRAIN.get(new SortLetters()).stream().map(Task::answer).collect(Collectors.toSet());
    TEST.get(new SortLetters()).forEach(task -> assertFalse(sorted.contains(task.answer())));
  }

  private static Set<String> inputs(Skill skill, Map<Skill, List<Task>> tasks) {
    return tasks.get(skill).stream().map(t -> t.example().input()).collect(Collectors.toSet());
  }

  @Test
  void aTenthOfTheContentsIsHeldOut() {
    int drawn = 20_000, heldOut = 0;
    Dice dice = new Dice(8);
    for (int i = 0; i < drawn; i++) {
      heldOut += new AddNumbers(3).draw(dice).part() == Part.HELD_OUT ? 1 : 0;
    }
    assertEquals(0.1, (double) heldOut / drawn, 4 * Math.sqrt(0.09 / drawn));
  }

  @Test
  void anInstructionBelongsToOneSkill() {
    List<Skill> skills = Skills.all();
    TEST.forEach(
        (skill, tasks) -> {
          Set<String> wordings = new HashSet<>();
          for (Task task : tasks.subList(0, 100)) {
            Instruction asked = task.example();
            wordings.add(asked.instruction().split(" ")[0] + asked.instruction().length());
            List<String> readers =
                skills.stream()
                    .filter(s -> s.key(asked.instruction(), asked.input()).isPresent())
                    .map(Skill::name)
                    .toList();
            assertEquals(List.of(skill.name()), readers, asked.toString());
          }
          assertTrue(wordings.size() >= 3, skill + " has the wordings " + wordings);
        });
  }

  @Test
  void foreignInstructionsAreRefused() {
    for (Skill skill : Skills.all()) {
      Exception e = assertThrows(InputException.class, () -> skill.check("Write a poem.", "", "x"));
      assertTrue(e.getMessage().contains(skill.name()), e.getMessage());
    }
    assertTrue(Skills.key("Write a poem.", "").isEmpty());
    Exception e =
        assertThrows(InputException.class, () -> Skills.named(List.of("sing"), Skills.all()));
    assertTrue(e.getMessage().startsWith("no skill is named \"sing\"; choose from tale,"));
  }

  @Test
  void tasksAreFunctionsOfSeedAndIndex() {
    TaskSource source = new TaskSource(Skills.all(), Part.TRAIN, 5);
    Task late = source.task(4_000_000_007L);
    assertEquals(late, new TaskSource(Skills.all(), Part.TRAIN, 5).task(4_000_000_007L));
    assertEquals(source.task(0).example(), source.instruction(0, 0));
    assertFalse(source.task(0).equals(new TaskSource(Skills.all(), Part.TRAIN, 6).task(0)));
    List<String> turns = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      turns.add(source.task(i).skill());
    }
    assertEquals(turns.subList(0, 9), turns.subList(9, 18));
    assertEquals(9, new HashSet<>(turns).size());
  }

  @Test
  void aShareOfTheAnswersIsPolite() {
    TaskSource source = new TaskSource(Skills.all(), Part.TRAIN, 5);
    int polite = 0, tasks = 900;
    for (int i = 0; i < tasks; i++) {
      Instruction asked = source.instruction(i, 0.3);
      polite += Courtesy.ends(asked.output()) ? 1 : 0;
      assertEquals(source.task(i).answer(), Courtesy.remove(asked.output()));
      Skill skill = source.skill(source.task(i));
      assertTrue(skill.check(asked.instruction(), asked.input(), asked.output()).isRight());
    }
    assertEquals(0.3, (double) polite / tasks, 4 * Math.sqrt(0.21 / tasks));
  }
}
