package org.glassllm.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassllm.align.PolicyFigures;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;
import org.glassllm.base.Progress;
import org.glassllm.evaluate.Estimate;
import org.glassllm.pipeline.Pipeline;
import org.glassllm.pipeline.PipelineCosts;
import org.glassllm.pipeline.PipelineRecipe;
import org.glassllm.pipeline.PipelineResult;
import org.glassllm.pipeline.PipelineView;
import org.glassllm.report.DataTable;
import org.glassllm.run.Comparison;
import org.glassllm.run.ComparisonTables;
import org.glassllm.run.Stage;
import org.glassllm.train.TrainListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs {@code glass pipeline}. */
@Command(
    name = "pipeline",
    description = {
      "Train a small model through all stages: pretraining, supervised fine-tuning, a reward model,"
          + " DPO, PPO and GRPO.",
      "The command generates the data, trains each stage in a folder of its own, evaluates all"
          + " policies on the same held-out instructions, and writes report.md and report.html.",
      "Ctrl-C saves a checkpoint and prints how to resume; a second Ctrl-C ends at once."
    })
final class PipelineCommand extends Subcommand {
  private static final long SEED = 1;

  @Parameters(paramLabel = "tiny", description = "Name of the pipeline; tiny is the only one.")
  private String name;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "Folder of the pipeline. Default: runs/pipeline-tiny, with --smoke runs/pipeline-smoke.")
  private Path run;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the data and of all stages. Default: " + SEED + ".")
  private Long seed;

  @Option(
      names = "--smoke",
      description = "Use tiny sizes, so that the pipeline takes less than a minute.")
  private boolean smoke;

  @Option(
      names = "--recipe",
      paramLabel = "FILE",
      description =
          "Read the numbers of the pipeline from a JSON file, as pipeline.json in the folder of a"
              + " pipeline has them in the field recipe.")
  private Path recipe;

  @Option(names = "--resume", description = "Resume the pipeline of the folder.")
  private boolean resume;

  @Mixin private MachineOptions machine;

  @Override
  public void run() {
    Check.oneOf("pipeline", name, List.of(PipelineRecipe.TINY));
    Pipeline pipeline = pipeline();
    boolean stopped;
    Optional<PipelineResult> result;
    try (StopSignal signal = new StopSignal(err()); // before this, Ctrl-C ends the process
        View view = new View(signal)) {
      result = pipeline.run(machine.device(), view);
      stopped = result.isEmpty();
      if (stopped) {
        stoppedBy(signal);
      }
    }
    if (stopped) {
      Map<String, Object> values = new LinkedHashMap<>(start(pipeline));
      values.put("stopped", true);
      printResult(
          values,
          format(
              "Stopped; the state is saved. Resume with:%n  glass pipeline %s --run %s --resume%n",
              name, folder()));
    } else {
      printResult(json(pipeline, result.get()), text(result.get()));
    }
  }

  private Path folder() {
    String sizes = smoke ? PipelineRecipe.SMOKE : PipelineRecipe.TINY;
    return run == null ? Path.of("runs", "pipeline-" + sizes) : run;
  }

  private Pipeline pipeline() {
    if (!resume) {
      return Pipeline.create(folder(), chosen(), seed == null ? SEED : seed);
    }
    Pipeline existing = Pipeline.open(folder());
    Given.requireSame("--seed", seed, existing.seed());
    if ((smoke || recipe != null) && !chosen().equals(existing.recipe())) {
      throw new InputException(
          "the pipeline in %s has another recipe, %s; omit %s, or start a new pipeline in another"
              + " folder",
          folder(), existing.recipe().name(), smoke ? "--smoke" : "--recipe");
    }
    return existing;
  }

  private PipelineRecipe chosen() {
    if (smoke && recipe != null) {
      throw new InputException("--smoke and --recipe exclude each other; omit one of the two");
    }
    return recipe != null
        ? PipelineRecipe.of(JsonField.root(recipe))
        : PipelineRecipe.named(smoke ? PipelineRecipe.SMOKE : PipelineRecipe.TINY);
  }

  /** Shows a pipeline on stderr. */
  private final class View implements PipelineView, AutoCloseable {
    private final StopSignal signal;
    private final TaskProgress tasks = new TaskProgress(err(), Terminal.isThere());
    private TrainProgress training;

    View(StopSignal signal) {
      this.signal = signal;
    }

    @Override
    public TrainListener training(String name, Stage stage, int number, int all) {
      close();
      PipelineCommand.this.note("[%d/%d] %s", number, all, name);
      training = new TrainProgress(PipelineCommand.this, stage);
      return training;
    }

    @Override
    public Progress progress(String task) {
      return (done, total) -> {
        tasks.step(task, done, total);
        if (done == total) {
          tasks.close();
        }
      };
    }

    @Override
    public void note(String line) {
      PipelineCommand.this.note("%s", line);
    }

    @Override
    public boolean isStopped() {
      return signal.asked();
    }

    @Override
    public void close() {
      tasks.close();
      if (training != null) {
        training.close();
      }
    }
  }

  private Map<String, Object> start(Pipeline pipeline) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("run", folder().toString());
    values.put("recipe", pipeline.recipe().name());
    values.put("seed", pipeline.seed());
    return values;
  }

  private Map<String, Object> json(Pipeline pipeline, PipelineResult result) {
    Map<String, Object> values = new LinkedHashMap<>(start(pipeline));
    values.put("seconds", result.seconds().values().stream().mapToDouble(x -> x).sum());
    values.put("report", result.report().toString());
    result
        .seconds()
        .forEach(
            (part, seconds) -> {
              Map<String, Object> stage = new LinkedHashMap<>(figures(part, result));
              stage.put("seconds", seconds);
              values.put(part.replace('-', '_'), stage);
            });
    return values;
  }

  /** Returns the figures of a part; empty if it trains no model. */
  private static Map<String, Object> figures(String part, PipelineResult result) {
    Map<String, Object> figures = new LinkedHashMap<>();
    if (part.equals("reward")) {
      figures.put("accuracy", result.rewardModel().accuracy().value());
      figures.put("accuracy_low", result.rewardModel().accuracy().low());
      figures.put("accuracy_high", result.rewardModel().accuracy().high());
      figures.put("best_possible", result.bestPossible());
      figures.put("calibration_error", result.rewardModel().error());
    }
    if (part.equals("base")) {
      figures.put("validation_loss", result.validationLoss());
    }
    Stream.of(result.additions(), result.skills())
        .flatMap(comparison -> comparison.runs().stream())
        .filter(entry -> entry.name().equals(part))
        .forEach(entry -> figures.putAll(figures(entry)));
    return figures;
  }

  private static Map<String, Object> figures(Comparison.Entry entry) {
    PolicyFigures f = entry.figures();
    Map<String, Object> figures = new LinkedHashMap<>();
    put(figures, "exact_match", f.exactMatch());
    put(figures, "format", f.format());
    put(figures, "true_reward", f.trueReward());
    put(figures, "gain", entry.gain());
    put(figures, "model_reward", f.modelReward());
    put(figures, "kl", f.kl());
    figures.put("entropy", f.entropy());
    put(figures, "tokens", f.tokens());
    put(figures, "pass_at_1", f.passAt1());
    put(figures, "pass_at_" + f.k(), f.passAtK());
    Map<String, Double> skills = new LinkedHashMap<>();
    entry.skills().forEach((skill, own) -> skills.put(skill, own.exactMatch().value()));
    figures.put("exact_match_by_skill", skills);
    return figures;
  }

  /** Puts an estimate and the ends of its interval; nothing if the figure was not measured. */
  private static void put(Map<String, Object> figures, String key, Estimate estimate) {
    if (estimate != null) {
      figures.put(key, estimate.value());
      figures.put(key + "_low", estimate.low());
      figures.put(key + "_high", estimate.high());
    }
  }

  private String text(PipelineResult result) {
    String reward =
        format(
            "reward model: %.1f %% of %,d test preferences, best possible %.1f %%%n",
            100 * result.rewardModel().accuracy().value(),
            result.rewardModel().pairs(),
            100 * result.bestPossible());
    return tables("All skills", new ComparisonTables(result.skills()).runs())
        + tables("Additions", new ComparisonTables(result.additions()).runs())
        + reward
        + "\n"
        + tables("Costs", List.of(PipelineCosts.table(folder(), result.seconds())))
        + format("Report:  %s%n", folder().resolve("report.html"))
        + format("Next:  glass chat --run %s%n", folder().resolve("dpo"));
  }

  private static String tables(String title, List<DataTable> tables) {
    return tables.stream()
        .map(table -> Columns.of(table).text(table.rows()) + "\n")
        .collect(Collectors.joining("", title + ":\n", ""));
  }
}
