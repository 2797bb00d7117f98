package org.glassllm.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.glassllm.base.Json;
import org.glassllm.base.Progress;
import org.glassllm.base.SafeFiles;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Tales;
import org.glassllm.text.tasks.Part;
import org.glassllm.text.tasks.PreferenceSource;
import org.glassllm.text.tasks.Skill;
import org.glassllm.text.tasks.Skills;
import org.glassllm.text.tasks.TaskFile;
import org.glassllm.text.tasks.TaskSource;

/**
 * The generated data of a pipeline. The files {@code *-train} have training tasks; the evaluations
 * during training use the files {@code *-validation}, the final evaluation uses the files {@code
 * *-test}. No task of a validation or test file occurs in another kind of file.
 *
 * @param folder the folder of the files
 * @param sizes the sizes
 * @param seed determines all random numbers
 */
record PipelineData(Path folder, PipelineRecipe.Data sizes, long seed) {
  private static final String ADD = "add";

  /** Number of seeds that belong to a pipeline; each file has its own. */
  private static final int SEEDS = 16;

  /** The files, in the order in which they are generated. */
  enum Source {
    /** Tales and task texts for pretraining. */
    BASE("base"),
    TASKS("instructions-train"),
    TASKS_VALIDATION("instructions-validation"),
    TASKS_TEST("instructions-test"),
    /** Further instructions, for rollouts. */
    PROMPTS("prompts-train"),
    PREFERENCES("preferences-train"),
    PREFERENCES_VALIDATION("preferences-validation"),
    PREFERENCES_TEST("preferences-test"),
    ADDITIONS("additions-train"),
    ADDITIONS_VALIDATION("additions-validation"),
    ADDITIONS_TEST("additions-test");

    private final String file;

    Source(String file) {
      this.file = file + ".jsonl";
    }
  }

  /** Returns the path of a file. */
  Path file(Source source) {
    return folder.resolve(source.file);
  }

  /**
   * Writes all files that do not exist yet. A file is complete or absent, so a killed process
   * leaves no partial file.
   *
   * @param test the sizes of the test files
   * @param progress returns the listener of the file with a name
   */
  void write(PipelineRecipe.Test test, Function<String, Progress> progress) {
    for (Source source : Source.values()) {
      if (!Files.exists(file(source))) {
        write(source, test, progress.apply(source.file));
      }
    }
  }

  private void write(Source source, PipelineRecipe.Test test, Progress progress) {
    switch (source) {
      case BASE -> writeBase(progress);
      case TASKS -> instructions(source, mixed(), sizes.tasks(), progress);
      case TASKS_VALIDATION -> instructions(source, even(), sizes.validation(), progress);
      case TASKS_TEST -> instructions(source, even(), test.questions(), progress);
      case PROMPTS -> instructions(source, even(), sizes.prompts(), progress);
      case PREFERENCES -> preferences(source, sizes.preferences(), progress);
      case PREFERENCES_VALIDATION -> preferences(source, sizes.validation(), progress);
      case PREFERENCES_TEST -> preferences(source, test.pairs(), progress);
      case ADDITIONS -> instructions(source, additions(), sizes.additions(), progress);
      case ADDITIONS_VALIDATION -> instructions(source, additions(), sizes.validation(), progress);
      case ADDITIONS_TEST -> instructions(source, additions(), test.additions(), progress);
    }
  }

  private void instructions(Source source, List<Skill> skills, int rows, Progress progress) {
    double courtesy = skills.equals(additions()) ? 0 : sizes.polite();
    TaskFile.instructions(file(source), tasks(source, skills), rows, courtesy, progress);
  }

  private void preferences(Source source, int rows, Progress progress) {
    PreferenceSource pairs = new PreferenceSource(tasks(source, even()), sizes.flipped());
    TaskFile.preferences(file(source), pairs, rows, pair -> {}, progress);
  }

  private TaskSource tasks(Source source, List<Skill> skills) {
    boolean train = !source.file.contains("-validation") && !source.file.contains("-test");
    return new TaskSource(skills, train ? Part.TRAIN : Part.HELD_OUT, seed(source));
  }

  private long seed(Source source) {
    return SEEDS * seed + source.ordinal();
  }

  /** Writes the texts of pretraining; tales and tasks are evenly mixed. */
  private void writeBase(Progress progress) {
    TaskSource tasks = tasks(Source.BASE, mixed());
    Iterator<String> tales = Tales.iterator(seed(Source.BASE), Long.MAX_VALUE);
    long all = (long) sizes.tales() + sizes.taskTexts();
    SafeFiles.replace(
        file(Source.BASE),
        out -> {
          for (long i = 0; i < all; i++) {
            long told = i * sizes.tales() / all;
            boolean tale = (i + 1) * sizes.tales() / all > told;
            String text = tale ? tales.next().strip() : plain(tasks, i - told);
            line(out, text);
            progress.at(i + 1, all);
          }
        });
  }

  /** Returns a task as lines of plain text: instruction, input and answer. */
  private String plain(TaskSource tasks, long index) {
    Instruction task = tasks.instruction(index, sizes.polite());
    return task.prompt() + "\n" + task.output();
  }

  private static void line(OutputStream out, String text) throws IOException {
    out.write((Json.line(Map.of("text", text)) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Returns each skill as often as its share. */
  private List<Skill> mixed() {
    List<Skill> skills = new ArrayList<>();
    sizes.shares().forEach((name, share) -> skills.addAll(Collections.nCopies(share, skill(name))));
    return skills;
  }

  /** Returns each skill once. */
  private List<Skill> even() {
    return sizes.shares().keySet().stream().map(this::skill).toList();
  }

  private List<Skill> additions() {
    return List.of(skill(ADD));
  }

  private Skill skill(String name) {
    return Skills.named(List.of(name), Skills.all(sizes.digits(), sizes.endings())).get(0);
  }
}
