package org.glassllm.checkpoint;

import com.google.gson.JsonElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.LockFile;
import org.glassllm.base.SafeFiles;

/**
 * The folder of a run. This class alone knows the layout, which the package documents: every path
 * inside comes from here.
 *
 * @param root the folder, which holds a run or will hold one
 */
public record RunFolder(Path root) {
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
        "another process is training in " + root + "; wait for it, or choose another folder");
  }

  /** Returns the checkpoints of the run. */
  public Checkpoints checkpoints() {
    return new Checkpoints(root.resolve("checkpoints"));
  }

  /** Returns the newest checkpoint. */
  public Checkpoint last() {
    return checkpoints().last();
  }

  /** Returns the checkpoint of the lowest validation loss; the newest if none was evaluated. */
  public Checkpoint best() {
    return checkpoints().fromBest(best -> best);
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
    checkpoints().requireNone();
  }

  /** Deletes what killed processes left: temporary files, locks, and parts of checkpoints. */
  public void clearLeftovers() {
    SafeFiles.clearLeftovers(root);
    SafeFiles.clearLeftovers(root.resolve("data"));
    checkpoints().clearLeftovers();
  }
}
