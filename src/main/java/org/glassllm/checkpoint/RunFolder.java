package org.glassllm.checkpoint;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.LockFile;
import org.glassllm.base.SafeFiles;
import org.glassllm.model.Gpt;
import org.glassllm.optim.AdamW;
import org.glassllm.token.Tokenizer;

/**
 * The folder of a run. This class alone knows the layout, which the package documents: every path
 * inside comes from here.
 *
 * @param root the folder, which holds a run or will hold one
 */
public record RunFolder(Path root) {
  private static final int KEPT = 2;
  private static final String STEP = "step-\\d{1,18}";

  /** Opens a run that exists. */
  public static RunFolder open(Path root) {
    RunFolder run = new RunFolder(root);
    if (!run.exists()) {
      throw new InputException(
          "no run in %s: it has no run.json; choose another folder, or start a run there", root);
    }
    return run;
  }

  /** Returns whether a run was started here. */
  public boolean exists() {
    return Files.exists(runFile());
  }

  /** Returns the file of settings and provenance; a run exists if it does. */
  public Path runFile() {
    return root.resolve("run.json");
  }

  /** Returns the metrics' file. */
  public Path metricsFile() {
    return root.resolve("metrics.csv");
  }

  /** Returns the picture of the losses. */
  public Path lossCurve() {
    return root.resolve("loss.png");
  }

  /** Returns the token file that the run trains on. */
  public Path trainingTokens() {
    return data("train.tok");
  }

  /** Returns the token file that the run is measured on. */
  public Path validationTokens() {
    return data("validation.tok");
  }

  /** Returns the tokenizer that made the token files. */
  public Path tokenizerFile() {
    return data("tokenizer.json");
  }

  /** Returns all files of data: both token files and the tokenizer. */
  public List<Path> dataFiles() {
    return List.of(trainingTokens(), validationTokens(), tokenizerFile());
  }

  private Path data(String name) {
    return root.resolve("data").resolve(name);
  }

  /** Replaces settings and provenance; creates the folder. */
  public void writeRun(JsonElement run) {
    SafeFiles.replace(runFile(), Json.pretty(run));
  }

  /**
   * Keeps other processes from training into this folder until the lock is closed.
   *
   * @throws InputException if another process holds it
   */
  public LockFile lock() {
    return LockFile.take(
        root.resolve(".lock"),
        "another process trains in " + root + "; wait for it, or choose another folder");
  }

  /** Returns the newest checkpoint. */
  public Checkpoint last() {
    return Checkpoint.open(target("last"));
  }

  /** Returns the newest checkpoint without reading its weights, which are not verified. */
  public Checkpoint lastUnverified() {
    return new Checkpoint(target("last"));
  }

  /** Returns the checkpoint of the lowest validation loss; the newest if none was evaluated. */
  public Checkpoint best() {
    return fromBest(best -> best);
  }

  /**
   * Loads something from the best checkpoint. A training in this folder may delete a checkpoint
   * while it is read; then its successor is read.
   */
  public <T> T fromBest(Function<Checkpoint, T> load) {
    for (; ; ) {
      Path folder = bestTarget();
      try {
        return load.apply(Checkpoint.open(folder));
      } catch (InputException e) {
        if (folder.equals(bestTarget())) {
          throw e;
        }
      }
    }
  }

  /** Without its pointer, the best checkpoint is the one with the lowest loss. */
  private Path bestTarget() {
    return Files.exists(pointer("best"))
        ? target("best")
        : stepFolders().stream()
            .filter(step -> Checkpoint.isWhole(step) && loss(step) != null)
            .min(Comparator.comparing(RunFolder::loss))
            .orElseGet(() -> target("last"));
  }

  private static Double loss(Path step) {
    return new Checkpoint(step).state().validationLoss();
  }

  /**
   * Checks that nothing of a run is here. A start from a parent that was killed may have left its
   * first checkpoint, of step 0.
   *
   * @throws InputException if a run or a checkpoint of one is here
   */
  public void requireNew() {
    if (exists()) {
      throw new InputException(
          "a run exists in %s already; resume it, or choose another folder", root);
    }
    stepFolders().stream()
        .filter(step -> stepOf(step) > 0)
        .findFirst()
        .ifPresent(
            step -> {
              throw new InputException(
                  "%s holds a checkpoint of another run; move the folder %s away, or choose another"
                      + " folder",
                  step, root);
            });
  }

  /** Prepares an unfinished start to be repeated; {@link #requireNew} passed. */
  public void clear() {
    try {
      Files.deleteIfExists(pointer("last"));
      Files.deleteIfExists(pointer("best"));
      SafeFiles.deleteTree(checkpoints().resolve("step-0"));
    } catch (IOException e) {
      throw SafeFiles.cannot("write", checkpoints(), e);
    }
    clearLeftovers();
  }

  /**
   * Prepares the folder to resume a run: deletes what killed processes left, and restores a pointer
   * that is lost, or that a process could not move before it was killed.
   *
   * @param notice receives a line if the run resumes from another checkpoint than the newest
   * @return the checkpoint to resume from, verified; empty if the run has none yet
   * @throws InputException if there are checkpoints, but none is whole
   */
  public Optional<Checkpoint> resume(Consumer<String> notice) {
    clearLeftovers();
    Checkpoint last;
    if (Files.exists(pointer("last"))) {
      last = last();
    } else if (stepFolders().isEmpty()) {
      return Optional.empty();
    } else {
      last = newestWhole();
      notice.accept(
          pointer("last") + " is missing; the run resumes from " + last.folder().getFileName());
      point("last", last.folder());
    }
    if (last.state().isBest()) {
      point("best", last.folder());
    } else if (last.state().bestValidationLoss() != null) {
      point("best", bestTarget());
    }
    return Optional.of(last);
  }

  private Checkpoint newestWhole() {
    for (Path step : stepFolders()) {
      try {
        return Checkpoint.open(step);
      } catch (InputException e) {
        continue; // an older one may be whole
      }
    }
    throw new InputException(
        "%s is missing, and no checkpoint beside it is whole; restore them from a copy, or delete"
            + " %s to start at step 0",
        pointer("last"), checkpoints());
  }

  private void clearLeftovers() {
    List.of(root, root.resolve("data"), checkpoints()).forEach(SafeFiles::clearLeftovers);
    for (Path step : stepFolders()) {
      if (!Checkpoint.isWhole(step) && !isPointedAt(step)) {
        delete(step); // a process was killed while it deleted this
      }
    }
  }

  /**
   * Writes a checkpoint: under a temporary name, synced, renamed once; then the pointers; then old
   * ones are removed.
   */
  public void save(Gpt gpt, Tokenizer tokenizer, AdamW optimizer, TrainerState state) {
    Path folder = checkpoints().resolve("step-" + state.step());
    try {
      SafeFiles.createFolder(checkpoints());
      // an evaluation that a stop ended is repeated and changes the state of the same step
      if (!isPointedAt(folder) || !new Checkpoint(folder).state().equals(state)) {
        Path temporary = checkpoints().resolve(".step-" + state.step() + ".tmp");
        SafeFiles.deleteTree(temporary);
        Files.createDirectory(temporary);
        Checkpoint.write(temporary, gpt, tokenizer, optimizer, state);
        SafeFiles.deleteTree(folder); // of a run that was killed before it could point here
        SafeFiles.rename(temporary, folder);
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("write", folder, e);
    }
    point("last", folder);
    if (state.isBest()) {
      point("best", folder);
    }
    prune();
  }

  private boolean isPointedAt(Path folder) {
    return Stream.of("last", "best")
        .filter(name -> Files.exists(pointer(name)))
        .anyMatch(name -> folder.endsWith(SafeFiles.readText(pointer(name)).strip()));
  }

  private void point(String name, Path folder) {
    SafeFiles.replace(pointer(name), folder.getFileName() + "\n");
  }

  private Path pointer(String name) {
    return checkpoints().resolve(name);
  }

  private Path checkpoints() {
    return root.resolve("checkpoints");
  }

  private Path target(String name) {
    if (!Files.exists(pointer(name))) {
      throw stepFolders().isEmpty()
          ? new InputException(
              "the run in %s has no checkpoint yet; train it until its first evaluation", root)
          : new InputException("%s is missing; resume the run, which restores it", pointer(name));
    }
    for (String before = null; ; ) {
      String step = SafeFiles.readText(pointer(name)).strip();
      if (step.matches(STEP) && Files.isDirectory(checkpoints().resolve(step))) {
        return checkpoints().resolve(step);
      }
      if (step.equals(before)) { // else training moved the pointer meanwhile
        throw new InputException(
            "%s names \"%s\", which does not exist; write one of %s into it",
            pointer(name),
            InputException.shown(step),
            stepFolders().stream().map(p -> p.getFileName().toString()).toList());
      }
      before = step;
    }
  }

  private void prune() {
    Set<Path> keep = new HashSet<>(List.of(target("last")));
    if (Files.exists(pointer("best"))) {
      keep.add(target("best"));
    }
    stepFolders().stream().limit(KEPT).forEach(keep::add);
    stepFolders().stream().filter(step -> !keep.contains(step)).forEach(RunFolder::delete);
  }

  /** Deletes a step folder; under its own name it is whole or absent. */
  private static void delete(Path step) {
    try {
      Path doomed = step.resolveSibling("." + step.getFileName() + ".tmp-deleted");
      SafeFiles.deleteTree(doomed);
      SafeFiles.rename(step, doomed);
      SafeFiles.deleteTree(doomed);
    } catch (IOException e) {
      throw SafeFiles.cannot("write", step, e);
    }
  }

  /** Returns the step folders, the newest first. */
  private List<Path> stepFolders() {
    try (Stream<Path> all = Files.list(checkpoints())) {
      return all.filter(p -> p.getFileName().toString().matches(STEP))
          .sorted(Comparator.comparingLong(RunFolder::stepOf).reversed())
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw SafeFiles.cannot("read", checkpoints(), e);
    }
  }

  private static long stepOf(Path folder) {
    return Long.parseLong(folder.getFileName().toString().substring("step-".length()));
  }
}
