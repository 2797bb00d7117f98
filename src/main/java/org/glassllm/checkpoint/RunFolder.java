package org.glassllm.checkpoint;

import com.google.gson.JsonElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.LockFile;
import org.glassllm.base.SafeFiles;

/**
 * The folder of a run. Every path inside the folder comes from this class; the package
 * documentation shows the layout.
 *
 * @param root the path of the folder, which contains a run or will contain a new run
 */
public record RunFolder(Path root) {
  /**
   * Returns the folder of an existing run.
   *
   * @throws InputException if the folder has no {@code run.json}
   */
  public static RunFolder open(Path root) {
    RunFolder run = new RunFolder(root);
    if (!run.exists()) {
      throw new InputException(
          "no run in %s: the folder has no run.json; choose another folder, or start a run in this"
              + " folder",
          root);
    }
    return run;
  }

  /** Returns whether a run was started in this folder. */
  public boolean exists() {
    return Files.exists(runFile());
  }

  /**
   * Returns the path of {@code run.json}, the file of settings and provenance. A run exists if this
   * file exists.
   */
  public Path runFile() {
    return root.resolve("run.json");
  }

  /** Returns the path of {@code metrics.csv}, the file of the metrics. */
  public Path metricsFile() {
    return root.resolve("metrics.csv");
  }

  /** Returns the path of the loss curve, a PNG image. */
  public Path lossCurve() {
    return root.resolve("loss.png");
  }

  /** Returns the path of the token file of the training split. */
  public Path trainingTokens() {
    return data("train.tok");
  }

  /** Returns the path of the token file of the validation split. */
  public Path validationTokens() {
    return data("validation.tok");
  }

  /** Returns the path of the tokenizer that encoded the token files. */
  public Path tokenizerFile() {
    return data("tokenizer.json");
  }

  /** Returns the paths of both token files and of the tokenizer. */
  public List<Path> dataFiles() {
    return List.of(trainingTokens(), validationTokens(), tokenizerFile());
  }

  /** Returns the base model of a run that trains adapters. */
  public FrozenFolder base() {
    return new FrozenFolder(data("base"), FrozenFolder.Kind.MODEL);
  }

  /**
   * Returns what the stage keeps of the reference policy.
   *
   * @param kind the model, or numbers that the model gave once
   */
  public FrozenFolder reference(FrozenFolder.Kind kind) {
    return new FrozenFolder(data("reference"), kind);
  }

  /** Returns the reward model that scores the responses of the policy. */
  public FrozenFolder rewardModel() {
    return new FrozenFolder(data("reward"), FrozenFolder.Kind.MODEL_WITH_HEAD);
  }

  private Path data(String name) {
    return root.resolve("data").resolve(name);
  }

  /**
   * Replaces {@code run.json}, the file of settings and provenance; creates the folder if it is
   * missing.
   */
  public void writeRun(JsonElement run) {
    SafeFiles.replace(runFile(), Json.pretty(run));
  }

  /**
   * Returns the lock of this folder. No other process can train in the folder until the lock is
   * closed.
   *
   * @throws InputException if another process holds the lock
   */
  public LockFile lock() {
    return LockFile.take(
        root.resolve(".lock"),
        "another process is training in "
            + root
            + "; wait until that process ends, or choose another folder");
  }

  /** Returns the checkpoints of the run. */
  public Checkpoints checkpoints() {
    return new Checkpoints(root.resolve("checkpoints"), base());
  }

  /** Returns the newest checkpoint, verified. */
  public Checkpoint last() {
    return checkpoints().last();
  }

  /**
   * Returns the checkpoint with the lowest validation loss; if no checkpoint was evaluated, the
   * newest one.
   */
  public Checkpoint best() {
    return checkpoints().fromBest(best -> best);
  }

  /**
   * Checks that the folder contains no run. A checkpoint of step 0 is allowed: a killed start from
   * a parent run leaves one.
   *
   * @throws InputException if the folder contains a run, or a checkpoint of a later step
   */
  public void requireNew() {
    if (exists()) {
      throw new InputException(
          "a run exists in %s already; resume this run, or choose another folder", root);
    }
    checkpoints().requireNone();
  }

  /**
   * Deletes what a killed start may have left, except the files that a new start replaces:
   * temporary files, a checkpoint of step 0 and frozen models.
   */
  public void clearLeftStart() {
    checkpoints().clearStart();
    clearLeftovers();
    Stream.of(base(), reference(FrozenFolder.Kind.MODEL), rewardModel())
        .forEach(FrozenFolder::delete);
  }

  /** Deletes everything that a failed start wrote. */
  public void clearFailedStart() {
    clearLeftStart();
    dataFiles().forEach(file -> file.toFile().delete());
    root.resolve("data").toFile().delete(); // does nothing if the folder has other files
  }

  /** Deletes temporary files, locks and incomplete checkpoints that killed processes left. */
  public void clearLeftovers() {
    SafeFiles.clearLeftovers(root);
    SafeFiles.clearLeftovers(root.resolve("data"));
    checkpoints().clearLeftovers();
  }
}
