package org.glassllm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.glassllm.base.Check;
import org.glassllm.base.Progress;
import org.glassllm.text.examples.Preference;
import org.glassllm.text.tasks.Agreement;
import org.glassllm.text.tasks.Part;
import org.glassllm.text.tasks.PreferenceSource;
import org.glassllm.text.tasks.Skill;
import org.glassllm.text.tasks.Skills;
import org.glassllm.text.tasks.TaskFile;
import org.glassllm.text.tasks.TaskSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@code glass data tasks}. */
@Command(
    name = "tasks",
    description = {
      "Generate instructions with right answers, and preferences with a known share of wrong"
          + " labels.",
      "Writes instructions-train.jsonl and instructions-heldout.jsonl in Alpaca's layout. With"
          + " --preferences, also writes preferences-train.jsonl and preferences-heldout.jsonl in"
          + " TRL's layout. No held-out task occurs in a training file of any seed."
    })
final class DataTasks extends Subcommand {
  private static final Columns<TaskFile> COLUMNS =
      new Columns<TaskFile>()
          .add("file", "file", "%s", TaskFile::file)
          .add("rows", "rows", "%,d", TaskFile::rows)
          .add("bytes", "bytes", "%,d", TaskFile::bytes)
          .add("longest", "longest_characters", "%,d", TaskFile::longest)
          .add("sha256", "sha256", "%s", w -> w.sha256().substring(0, 16));

  private record Result(
      List<TaskFile> files, List<String> skills, Double bestAccuracy, Double bestAccuracyHeldout) {}

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Output folder.")
  private Path folder;

  @Option(
      names = "--examples",
      paramLabel = "N",
      description = "Number of training examples in each file." + DEFAULT)
  private int examples = 10_000;

  @Option(
      names = "--heldout",
      paramLabel = "N",
      description = "Number of held-out examples in each file. Default: a tenth of --examples.")
  private Integer heldOut;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the random numbers; the same seed gives the same files." + DEFAULT)
  private long seed = 1;

  @Option(
      names = "--skills",
      paramLabel = "NAME",
      split = ",",
      description =
          "Skills, separated by commas: tale, question, name, count-letters, count-words, reverse,"
              + " sort, add, translate. Default: all.")
  private List<String> skills;

  @Option(
      names = "--digits",
      paramLabel = "N",
      description = "Maximum number of digits in additions, from 1 to 3." + DEFAULT)
  private int digits = 3;

  @Option(
      names = "--hide-endings",
      description = "Omit the ending of the tales in questions, which makes questions harder.")
  private boolean hideEndings;

  @Option(
      names = "--polite",
      paramLabel = "SHARE",
      description = "Share of instructions whose answer ends with a polite sentence." + DEFAULT)
  private double polite = 0;

  @Option(names = "--preferences", description = "Write preferences too.")
  private boolean preferences;

  @Option(
      names = "--flipped",
      paramLabel = "SHARE",
      description = "Share of preferences with a wrong label, from 0 to 0.5." + DEFAULT)
  private double flipped = 0.1;

  @Override
  public void run() {
    Check.positive("--examples", examples);
    Check.within("--digits", digits, 1, 3);
    Check.within("--polite", polite, 0, 1);
    Check.within("--flipped", flipped, 0, 0.5);
    List<Skill> all = Skills.all(digits, !hideEndings);
    List<Skill> chosen = skills == null ? all : Skills.named(skills, all);
    List<TaskFile> files = new ArrayList<>();
    List<Preference> heldOutPairs = new ArrayList<>();
    for (Part part : Part.values()) {
      int rows = part == Part.TRAIN ? examples : heldOutRows();
      TaskSource tasks = new TaskSource(chosen, part, seed);
      String end = part == Part.TRAIN ? "-train.jsonl" : "-heldout.jsonl";
      String name = "instructions" + end;
      files.add(
          written(
              name,
              progress ->
                  TaskFile.instructions(folder.resolve(name), tasks, rows, polite, progress)));
      if (preferences) {
        PreferenceSource pairs = new PreferenceSource(tasks, flipped);
        Consumer<Preference> each = part == Part.TRAIN ? pair -> {} : heldOutPairs::add;
        String other = "preferences" + end;
        files.add(
            written(
                other,
                progress ->
                    TaskFile.preferences(folder.resolve(other), pairs, rows, each, progress)));
      }
    }
    report(files, chosen.stream().map(Skill::name).toList(), heldOutPairs);
  }

  private void report(List<TaskFile> files, List<String> names, List<Preference> heldOutPairs) {
    if (!preferences) {
      printResult(new Result(files, names, null, null), COLUMNS.text(files));
      return;
    }
    double best = PreferenceSource.bestAccuracy(flipped);
    double measured = Agreement.of(heldOutPairs).accuracy();
    printResult(
        new Result(files, names, best, measured),
        COLUMNS.text(files)
            + format(
                "best accuracy of a reward model: %.3f expected, %.3f on the held-out preferences%n",
                best, measured));
  }

  private int heldOutRows() {
    return heldOut == null ? Math.max(1, examples / 10) : Check.positive("--heldout", heldOut);
  }

  private TaskFile written(String name, Function<Progress, TaskFile> write) {
    try (TaskProgress bar = new TaskProgress(err(), Terminal.isThere())) {
      return write.apply((done, total) -> bar.step(name, done, total));
    }
  }
}
