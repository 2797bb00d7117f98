package org.glassllm.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.glassllm.base.Check;
import org.glassllm.base.Hash;
import org.glassllm.base.Json;
import org.glassllm.base.SafeFiles;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.examples.Preference;
import org.glassllm.text.tasks.Agreement;
import org.glassllm.text.tasks.LabelledPair;
import org.glassllm.text.tasks.Part;
import org.glassllm.text.tasks.PreferenceSource;
import org.glassllm.text.tasks.Skill;
import org.glassllm.text.tasks.Skills;
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
  private static final Columns<Written> COLUMNS =
      new Columns<Written>()
          .add("file", "file", "%s", Written::file)
          .add("rows", "rows", "%,d", Written::rows)
          .add("bytes", "bytes", "%,d", Written::bytes)
          .add("longest", "longest_characters", "%,d", Written::longest)
          .add("sha256", "sha256", "%s", w -> w.sha256().substring(0, 16));

  /** A line of preferences; {@code flipped} is not part of TRL's layout. */
  private record PreferenceRow(String prompt, String chosen, String rejected, boolean flipped) {}

  private record Row(Object json, int length) {}

  private record Written(String file, long rows, long bytes, int longest, String sha256) {}

  private record Result(
      List<Written> files, List<String> skills, Double bestAccuracy, Double bestAccuracyHeldout) {}

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
    List<Written> files = new ArrayList<>();
    List<Preference> heldOutPairs = new ArrayList<>();
    for (Part part : Part.values()) {
      int rows = part == Part.TRAIN ? examples : heldOutRows();
      TaskSource tasks = new TaskSource(chosen, part, seed);
      String end = part == Part.TRAIN ? "-train.jsonl" : "-heldout.jsonl";
      files.add(write("instructions" + end, rows, index -> instruction(tasks, index)));
      if (preferences) {
        PreferenceSource pairs = new PreferenceSource(tasks, flipped);
        List<Preference> kept = part == Part.TRAIN ? null : heldOutPairs;
        files.add(write("preferences" + end, rows, index -> preference(pairs.at(index), kept)));
      }
    }
    report(files, chosen.stream().map(Skill::name).toList(), heldOutPairs);
  }

  private void report(List<Written> files, List<String> names, List<Preference> heldOutPairs) {
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

  private Row instruction(TaskSource tasks, long index) {
    Instruction row = tasks.instruction(index, polite);
    return new Row(row, row.length());
  }

  /** Returns the row of a preference; adds the preference to a list if the list is not null. */
  private static Row preference(LabelledPair pair, List<Preference> kept) {
    Preference p = pair.preference();
    if (kept != null) {
      kept.add(p);
    }
    return new Row(
        new PreferenceRow(p.lastPrompt(), p.chosen(), p.rejected(), pair.flipped()), p.length());
  }

  private Written write(String name, int rows, LongFunction<Row> source) {
    Path file = folder.resolve(name);
    long[] bytes = {0};
    int[] longest = {0};
    try (TaskProgress progress = new TaskProgress(err(), Terminal.isThere())) {
      SafeFiles.replace(
          file,
          out -> {
            for (int i = 0; i < rows; i++) {
              Row row = source.apply(i);
              bytes[0] += line(out, row.json());
              longest[0] = Math.max(longest[0], row.length());
              progress.step(name, i + 1, rows);
            }
          });
    }
    return new Written(file.toString(), rows, bytes[0], longest[0], Hash.sha256(file));
  }

  private static int line(OutputStream out, Object json) throws IOException {
    byte[] line = (Json.line(json) + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(line);
    return line.length;
  }
}
