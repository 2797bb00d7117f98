package org.glassllm.checkpoint;

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
import org.glassllm.model.Gpt;
import org.glassllm.optim.AdamW;
import org.glassllm.token.Tokenizer;

/**
 * The checkpoints of a run: step folders, and two pointer files that name the newest and the best.
 *
 * @param root the folder of all
 */
public record Checkpoints(Path root) {
  private static final int KEPT = 2;
  private static final String STEP = "step-\\d{1,18}";

  /** Returns the newest checkpoint. */
  public Checkpoint last() {
    return Checkpoint.open(target("last"));
  }

  /** Returns the newest checkpoint without reading its weights, which are not verified. */
  public Checkpoint lastUnverified() {
    return new Checkpoint(target("last"));
  }

  /** Loads from the best checkpoint. If training deletes it meanwhile, loads from its successor. */
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

  /** Returns the best step folder; without its pointer, the one with the lowest loss. */
  private Path bestTarget() {
    return Files.exists(pointer("best"))
        ? target("best")
        : stepFolders().stream()
            .filter(step -> Checkpoint.isWhole(step) && loss(step) != null)
            .min(Comparator.comparing(Checkpoints::loss))
            .orElseGet(() -> target("last"));
  }

  private static Double loss(Path step) {
    return new Checkpoint(step).state().validationLoss();
  }

  /**
   * Prepares to resume a run: restores a pointer that is lost, or that a process could not move
   * before it was killed.
   *
   * @param notice receives a line if the run resumes from another checkpoint than the newest
   * @return the checkpoint to resume from, verified; empty if the run has none yet
   * @throws InputException if there are checkpoints, but none is whole
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
        "%s is lost, and no checkpoint beside it is whole; restore them from a copy, or delete"
            + " %s to start at step 0",
        pointer("last"), root);
  }

  /** Deletes parts of checkpoints that killed processes left. */
  void clearLeftovers() {
    SafeFiles.clearLeftovers(root);
    stepFolders().stream()
        .filter(step -> !Checkpoint.isWhole(step) && !isPointedAt(step))
        .forEach(Checkpoints::delete);
  }

  /** Checks that there is no checkpoint of a step after 0. */
  void requireNone() {
    stepFolders().stream()
        .filter(step -> stepOf(step) > 0)
        .findFirst()
        .ifPresent(
            step -> {
              throw new InputException(
                  "%s is a checkpoint of another run; move that run's folder, or choose another"
                      + " folder",
                  step);
            });
  }

  /** Deletes the first checkpoint of a start that was killed, and the pointers to it. */
  public void clearStart() {
    try {
      Files.deleteIfExists(pointer("last"));
      Files.deleteIfExists(pointer("best"));
      SafeFiles.deleteTree(root.resolve("step-0"));
    } catch (IOException e) {
      throw SafeFiles.cannot("write", root, e);
    }
  }

  /**
   * Writes a checkpoint: under a temporary name, synced, renamed once; then the pointers; then old
   * ones are removed.
   */
  public void save(Gpt gpt, Tokenizer tokenizer, AdamW optimizer, TrainerState state) {
    Path folder = root.resolve("step-" + state.step());
    try {
      SafeFiles.createFolder(root);
      // an evaluation that a stop ended is repeated and changes the state of the same step
      if (!isPointedAt(folder) || !new Checkpoint(folder).state().equals(state)) {
        Path temporary = root.resolve(".step-" + state.step() + ".tmp");
        SafeFiles.deleteTree(temporary);
        Files.createDirectory(temporary);
        Checkpoint.write(temporary, gpt, tokenizer, optimizer, state);
        if (Files.exists(folder)) { // also of a run that was killed before it could point here
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
              "%s holds no checkpoint yet; train the run until its first evaluation", root)
          : new InputException("%s is missing; resume the run to restore it", pointer(name));
    }
    for (String before = null; ; ) {
      String step = SafeFiles.readText(pointer(name)).strip();
      if (step.matches(STEP) && Files.isDirectory(root.resolve(step))) {
        return root.resolve(step);
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
    stepFolders().stream().filter(step -> !keep.contains(step)).forEach(Checkpoints::delete);
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
