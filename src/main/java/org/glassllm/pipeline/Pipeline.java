package org.glassllm.pipeline;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.base.LockFile;
import org.glassllm.base.Progress;
import org.glassllm.base.SafeFiles;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.run.ExampleData;
import org.glassllm.run.Recipe;
import org.glassllm.run.RunRecord;
import org.glassllm.run.RunSetup;
import org.glassllm.run.TrainingRun;
import org.glassllm.text.examples.ReadReport;

/**
 * Generates data, trains all stages from pretraining to GRPO, evaluates the policies and writes a
 * report. Every stage is a run in a folder of its own. A pipeline that was stopped or killed
 * resumes with the first stage that is not complete, and its report does not change.
 */
public final class Pipeline {
  private static final String FILE = "pipeline.json";

  private final Path folder;
  private final Settings settings;
  private final PipelineData data;
  private final PipelineStages stages;

  /**
   * Everything that determines the results of a pipeline, as {@code pipeline.json} records it.
   *
   * @param seed determines all random numbers
   * @param recipe the numbers
   */
  private record Settings(long seed, PipelineRecipe recipe) {}

  private Pipeline(Path folder, Settings settings) {
    this.folder = folder.toAbsolutePath().normalize();
    this.settings = settings;
    data = new PipelineData(this.folder.resolve("data"), settings.recipe().data(), settings.seed());
    stages = new PipelineStages(this.folder, settings.recipe(), data, settings.seed());
  }

  /**
   * Creates a pipeline in a new or empty folder.
   *
   * @param seed determines all random numbers
   * @throws InputException if the folder contains files
   */
  public static Pipeline create(Path folder, PipelineRecipe recipe, long seed) {
    if (Files.exists(folder.resolve(FILE))) {
      throw new InputException(
          "a pipeline exists in %s already; resume this pipeline, or choose another folder",
          folder);
    }
    requireEmpty(folder);
    Settings settings = new Settings(seed, recipe);
    SafeFiles.replace(folder.resolve(FILE), Json.pretty(settings));
    return new Pipeline(folder, settings);
  }

  private static void requireEmpty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new InputException(
            "%s has files that belong to no pipeline; give an empty or a new folder", folder);
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("read", folder, e);
    }
  }

  /**
   * Opens the pipeline of a folder, with the settings that the pipeline was created with.
   *
   * @throws InputException if the folder has no pipeline or its settings are damaged
   */
  public static Pipeline open(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      throw new InputException(
          "no pipeline in %s: the folder has no %s; choose another folder, or start a pipeline in"
              + " this folder",
          folder, FILE);
    }
    JsonField json = JsonField.root(file);
    return new Pipeline(folder, json.record(Settings.class, PipelineRecipe.readers()));
  }

  /** Returns the numbers of the pipeline. */
  public PipelineRecipe recipe() {
    return settings.recipe();
  }

  /** Returns the seed. */
  public long seed() {
    return settings.seed();
  }

  /**
   * Completes the pipeline: generates missing data, trains the stages that are not complete,
   * evaluates all policies and writes the report.
   *
   * @return the results; empty if the view stopped the pipeline
   */
  public Optional<PipelineResult> run(Device device, PipelineView view) {
    LockFile lock =
        LockFile.take(
            folder.resolve(".lock"),
            "another process runs the pipeline in "
                + folder
                + "; wait until that process ends, or choose another folder");
    try (lock) {
      return Optional.of(complete(device, view));
    } catch (CancellationException e) { // everything that is complete is saved
      return Optional.empty();
    }
  }

  private PipelineResult complete(Device device, PipelineView view) {
    SafeFiles.clearLeftovers(folder);
    SafeFiles.clearLeftovers(data.folder());
    PipelineTimes times = new PipelineTimes(folder.resolve("times.json"));
    times.start("data");
    data.write(settings.recipe().test(), name -> stoppable(view, name));
    times.save();
    List<PipelineStages.Planned> all = stages.all();
    for (int i = 0; i < all.size(); i++) {
      if (!isComplete(all.get(i))) {
        times.start(all.get(i).name());
        train(all.get(i), i + 1, device, view, times);
      }
      requireNotStopped(view);
    }
    times.restart("evaluation");
    PipelineResult result =
        new PipelineEvaluation(stages, device).result(view::note, name -> stoppable(view, name));
    new PipelineReport(stages, result).report().writeTo(folder);
    times.save();
    SafeFiles.replace(
        folder.resolve("costs.md"), PipelineCosts.report(folder, times.seconds()).markdown());
    return result.withSeconds(times.seconds());
  }

  private static void requireNotStopped(PipelineView view) {
    if (view.isStopped()) {
      throw new CancellationException();
    }
  }

  /** Returns a listener that ends a task when the view stops the pipeline. */
  private static Progress stoppable(PipelineView view, String name) {
    Progress shown = view.progress(name);
    return (done, total) -> {
      requireNotStopped(view);
      shown.at(done, total);
    };
  }

  /**
   * Returns whether a stage has its last step.
   *
   * @throws InputException if the run has other settings than the pipeline
   */
  private boolean isComplete(PipelineStages.Planned planned) {
    RunFolder run = new RunFolder(stages.run(planned.name()));
    if (!run.exists()) {
      return false;
    }
    RunRecord record = RunRecord.of(run);
    if (!record.stage().equals(planned.stage())
        || !record.recipe().training().equals(planned.settings())) {
      throw new InputException(
          "the run %s has other settings than the pipeline; delete the folder of this run and of all"
              + " runs that started from it, or start a new pipeline",
          run.root());
    }
    if (!Files.exists(run.checkpoints().root().resolve("last"))) {
      return false;
    }
    Checkpoint last = run.last();
    TrainerState state = last.state();
    return state.step() == planned.settings().steps() && state.validationLoss() != null;
  }

  private void train(
      PipelineStages.Planned planned,
      int number,
      Device device,
      PipelineView view,
      PipelineTimes times) {
    RunFolder folder = new RunFolder(stages.run(planned.name()));
    try (TrainingRun run =
        folder.exists()
            ? TrainingRun.resume(folder.root(), device, view::note)
            : TrainingRun.start(setup(planned, device))) {
      if (run.data() instanceof ExampleData examples) {
        examples.counts().forEach(count -> note(count, view));
      }
      run.listener(times.listener())
          .listener(
              view.training(planned.name(), planned.stage(), number, PipelineStages.ALL.size()))
          .stopWhen(view::isStopped)
          .train();
    }
    times.save();
  }

  private RunSetup setup(PipelineStages.Planned planned, Device device) {
    Recipe recipe = settings.recipe().recipe(settings.seed()).with(planned.settings());
    RunSetup setup =
        new RunSetup(stages.run(planned.name()), recipe, planned.data().toString())
            .on(device)
            .startedBy("glass pipeline " + recipe().name())
            .with(planned.stage());
    return planned.parent() == null ? setup : setup.from(stages.run(planned.parent()));
  }

  /** Reports rows that are missing from a file of examples. */
  private static void note(ExampleData.Count count, PipelineView view) {
    ReadReport rows = count.report();
    if (rows.skipped() > 0 || rows.truncated() > 0) {
      view.note(
          "%s: %d rows kept, %d skipped, %d truncated, because of the context"
              .formatted(count.file(), rows.kept(), rows.skipped(), rows.truncated()));
    }
  }
}
