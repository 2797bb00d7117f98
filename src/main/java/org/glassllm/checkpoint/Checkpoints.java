package org.glassllm.checkpoint;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
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
import org.glassllm.base.SafeFiles;

/**
 * The checkpoints of a run. Each checkpoint is a step folder; two pointer files name the newest and
 * the best step folder.
 *
 * @param root the folder that holds the step folders and the pointer files
 * @param base the base model of the run, if its checkpoints hold adapters
 */
public record Checkpoints(Path root, FrozenFolder base) {
  private static final int KEPT = 2;
  private static final String STEP = "step-\\d{1,18}";

  /** Returns the newest checkpoint; verifies the checksums of its files. */
  public Checkpoint last() {
    return open(target("last"));
  }

  /** Returns the newest checkpoint without a check of its files. */
  public Checkpoint lastUnverified() {
    return at(target("last"));
  }

  /**
   * Returns the result of a function that loads from the best checkpoint. If training replaces and
   * deletes that checkpoint during the call, loads from the new best checkpoint.
   */
  public <T> T fromBest(Function<Checkpoint, T> load) {
    for (; ; ) {
      Path folder = bestTarget();
      try {
        return load.apply(open(folder));
      } catch (InputException e) {
        if (folder.equals(bestTarget())) {
          throw e;
        }
      }
    }
  }

  /**
   * Returns the best step folder; if the pointer file is missing, the step folder with the lowest
   * validation loss.
   */
  private Path bestTarget() {
    return Files.exists(pointer("best"))
        ? target("best")
        : stepFolders().stream()
            .filter(step -> at(step).isWhole() && loss(step) != null)
            .min(Comparator.comparing(this::loss))
            .orElseGet(() -> target("last"));
  }

  private Double loss(Path step) {
    return at(step).state().validationLoss();
  }

  private Checkpoint at(Path step) {
    return new Checkpoint(step, base);
  }

  private Checkpoint open(Path step) {
    return Checkpoint.open(step, base);
  }

  /**
   * Returns the checkpoint from which a run resumes. Restores a missing pointer file, and updates a
   * pointer file that a killed process left out of date.
   *
   * @param notice receives a line if the file {@code last} was lost
   * @return the verified checkpoint; empty if the run has no checkpoint yet
   * @throws InputException if step folders exist, but none is a complete checkpoint
   */
  public Optional<Checkpoint> resume(Consumer<String> notice) {
    List<Path> steps = stepFolders();
    if (steps.isEmpty() && !Files.exists(pointer("last"))) {
      return Optional.empty();
    }
    boolean lost = !steps.isEmpty() && steps.stream().noneMatch(step -> names("last", step));
    Checkpoint last = lost ? newestWhole() : last();
    if (lost) {
      notice.accept(
          pointer("last") + " is lost; the run resumes from " + last.folder().getFileName());
      point("last", last.folder());
    }
    if (last.state().isBest()) {
      point("best", last.folder());
    } else if (last.state().bestValidationLoss() != null) {
      point("best", bestTarget());
    }
    if (!lost) {
      prune(); // a kill may have ended the pruning after the last step
    }
    return Optional.of(last);
  }

  private Checkpoint newestWhole() {
    for (Path step : stepFolders()) {
      try {
        return open(step);
      } catch (InputException e) {
        continue; // an older checkpoint may be complete
      }
    }
    throw new InputException(
        "%s is lost, and no checkpoint in the same folder is complete; restore the checkpoints from"
            + " a copy, or delete %s to start at step 0",
        pointer("last"), root);
  }

  /** Deletes incomplete checkpoints that killed processes left. */
  void clearLeftovers() {
    SafeFiles.clearLeftovers(root);
    stepFolders().stream()
        .filter(step -> !at(step).isWhole() && !isPointedAt(step))
        .forEach(Checkpoints::delete);
  }

  /** Checks that no checkpoint of a step after 0 exists. */
  void requireNone() {
    stepFolders().stream()
        .filter(step -> stepOf(step) > 0)
        .findFirst()
        .ifPresent(
            step -> {
              throw new InputException(
                  "%s is a checkpoint of another run; move the folder of that run, or choose"
                      + " another folder",
                  step);
            });
  }

  /**
   * Deletes the checkpoint of step 0 and both pointer files, which a killed start may have left.
   * Deletes the folder if it is empty then.
   */
  void clearStart() {
    try {
      Files.deleteIfExists(pointer("last"));
      Files.deleteIfExists(pointer("best"));
      SafeFiles.deleteTree(root.resolve("step-0"));
      root.toFile().delete(); // does nothing if the folder has other files
    } catch (IOException e) {
      throw SafeFiles.cannot("write", root, e);
    }
  }

  /**
   * Writes a checkpoint into a temporary folder, syncs the folder to the disk and renames it. Then
   * updates the pointer files and deletes old checkpoints.
   */
  public void save(Contents contents, TrainerState state) {
    save(state, temporary -> Checkpoint.write(temporary, contents, state));
  }

  /**
   * Writes a checkpoint with the merged weights of another run's adapters. The checkpoint has no
   * moments, so training cannot resume from it.
   *
   * @param manager the parent of the manager that owns the merged weights
   */
  public void saveMerged(Checkpoint adapters, NDManager manager) {
    save(adapters.state(), temporary -> adapters.writeMerged(temporary, manager));
  }

  private void save(TrainerState state, FrozenFolder.Content content) {
    Path folder = root.resolve("step-" + state.step());
    try {
      SafeFiles.createFolder(root);
      // a resumed run repeats an interrupted evaluation, which changes the state of the same step
      if (!isPointedAt(folder) || !at(folder).state().equals(state)) {
        Path temporary = root.resolve(".step-" + state.step() + ".tmp");
        SafeFiles.deleteTree(temporary);
        Files.createDirectory(temporary);
        content.writeTo(temporary);
        if (Files.exists(
            folder)) { // for example left by a process that was killed before it updated the
          // pointer file
          delete(folder);
        }
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
    return names("last", folder) || names("best", folder);
  }

  private boolean names(String pointer, Path folder) {
    return Files.exists(pointer(pointer))
        && folder.endsWith(SafeFiles.readText(pointer(pointer)).strip());
  }

  private void point(String name, Path folder) {
    SafeFiles.replace(pointer(name), folder.getFileName() + "\n");
  }

  private Path pointer(String name) {
    return root.resolve(name);
  }

  private Path target(String name) {
    if (!Files.exists(pointer(name))) {
      throw stepFolders().isEmpty()
          ? new InputException(
              "%s has no checkpoint yet; train the run until its first evaluation", root)
          : new InputException("%s is missing; resume the run to restore this file", pointer(name));
    }
    for (String before = null; ; ) {
      String step = SafeFiles.readText(pointer(name)).strip();
      if (step.matches(STEP) && Files.isDirectory(root.resolve(step))) {
        return root.resolve(step);
      }
      if (step.equals(
          before)) { // a different name means that training updated the pointer file after the
        // first read
        throw new InputException(
            "%s names the step folder \"%s\", which does not exist; write one of %s into the file",
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
    stepFolders().stream().filter(step -> !keep.contains(step)).forEach(Checkpoints::delete);
  }

  /**
   * Deletes a step folder. Renames the folder first, so that a step folder is always complete or
   * absent.
   */
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
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(p -> p.getFileName().toString().matches(STEP))
          .sorted(Comparator.comparingLong(Checkpoints::stepOf).reversed())
          .toList();
    } catch (IOException e) {
      throw SafeFiles.cannot("read", root, e);
    }
  }

  private static long stepOf(Path folder) {
    return Long.parseLong(folder.getFileName().toString().substring("step-".length()));
  }
}
