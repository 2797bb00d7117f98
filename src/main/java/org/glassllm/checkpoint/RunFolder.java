package org.glassllm.checkpoint;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  /** Returns the checkpoint of the lowest validation loss; the newest if none was evaluated. */
  public Checkpoint best() {
    return Checkpoint.open(target(Files.exists(pointer("best")) ? "best" : "last"));
  }

  /** Returns whether there is a checkpoint to resume from. */
  public boolean hasCheckpoint() {
    return Files.exists(pointer("last"));
  }

  /**
   * Writes a checkpoint: under a temporary name, synced, renamed once; then the pointers; then old
   * ones are removed.
   */
  public void save(Gpt gpt, Tokenizer tokenizer, AdamW optimizer, TrainerState state) {
    Path folder = checkpoints().resolve("step-" + state.step());
    try {
      Files.createDirectories(checkpoints());
      removeLeftovers();
      // an evaluation that a stop ended is repeated and changes the state of the same step
      if (!isPointedAt(folder) || !last().state().equals(state)) {
        Path temporary = checkpoints().resolve(".step-" + state.step() + ".tmp");
        Files.createDirectory(temporary);
        Checkpoint.write(temporary, gpt, tokenizer, optimizer, state);
        SafeFiles.deleteTree(folder); // of a run that was killed before it could point here
        SafeFiles.rename(temporary, folder);
      }
      point("last", folder);
      if (state.isBest()) {
        point("best", folder);
      }
      prune();
    } catch (IOException e) {
      throw SafeFiles.cannot("write", folder, e);
    }
  }

  /** Points to the best checkpoint, if a process was killed between moving the two pointers. */
  public void fixPointers() {
    if (hasCheckpoint() && last().state().isBest()) {
      point("best", target("last"));
    }
  }

  private boolean isPointedAt(Path folder) {
    return hasCheckpoint() && target("last").equals(folder);
  }

  private Path checkpoints() {
    return root.resolve("checkpoints");
  }

  private Path pointer(String name) {
    return checkpoints().resolve(name);
  }

  private void point(String name, Path folder) {
    SafeFiles.replace(pointer(name), folder.getFileName() + "\n");
  }

  private Path target(String name) {
    if (!Files.exists(pointer(name))) {
      throw new InputException(
          "the run in %s has no checkpoint yet; train it until its first evaluation", root);
    }
    String step = SafeFiles.readText(pointer(name)).strip();
    if (!step.matches("step-\\d+") || !Files.isDirectory(checkpoints().resolve(step))) {
      throw new InputException(
          "%s names \"%s\", which does not exist; write one of %s into it",
          pointer(name),
          step,
          stepFolders().stream().map(p -> p.getFileName().toString()).toList());
    }
    return checkpoints().resolve(step);
  }

  private void prune() throws IOException {
    Set<Path> keep = new HashSet<>();
    keep.add(target("last"));
    if (Files.exists(pointer("best"))) {
      keep.add(target("best"));
    }
    List<Path> newestFirst = stepFolders();
    newestFirst.stream().limit(KEPT).forEach(keep::add);
    for (Path folder : newestFirst) {
      if (!keep.contains(folder)) {
        SafeFiles.deleteTree(folder);
      }
    }
  }

  /** Returns the step folders, the newest first. */
  private List<Path> stepFolders() {
    return list("step-\\d{1,18}").stream()
        .sorted(Comparator.comparingLong(RunFolder::stepOf).reversed())
        .toList();
  }

  private List<Path> list(String regex) {
    try (Stream<Path> all = Files.list(checkpoints())) {
      return all.filter(p -> p.getFileName().toString().matches(regex)).toList();
    } catch (IOException e) {
      throw SafeFiles.cannot("read", checkpoints(), e);
    }
  }

  private static long stepOf(Path folder) {
    return Long.parseLong(folder.getFileName().toString().substring("step-".length()));
  }

  private void removeLeftovers() throws IOException {
    for (Path leftover : list(".*\\.tmp.*")) {
      SafeFiles.deleteTree(leftover);
    }
  }
}
