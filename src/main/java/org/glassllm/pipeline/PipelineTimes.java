package org.glassllm.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.base.SafeFiles;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.train.TrainListener;

/**
 * The wall time of each part of a pipeline, in a file of its own. The time of steps that a killed
 * process did not save is not counted, because the resumed pipeline repeats these steps.
 */
final class PipelineTimes {
  private static final double NANOS = 1e9;

  private final Path file;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private String part = "";
  private long since;

  /** Reads the times of a pipeline; a missing file has no times. */
  PipelineTimes(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      JsonField json = JsonField.root(file);
      json.object().keySet().forEach(name -> seconds.put(name, json.entry(name).number()));
    }
  }

  /** Starts the clock of a part. */
  void start(String name) {
    part = name;
    since = System.nanoTime();
  }

  /** Starts the clock of a part that is repeated as a whole. */
  void restart(String name) {
    seconds.remove(name);
    start(name);
  }

  /** Adds the time since the last call to the current part, and saves all times. */
  void save() {
    long now = System.nanoTime();
    seconds.merge(part, (now - since) / NANOS, Double::sum);
    since = now;
    SafeFiles.replace(file, Json.pretty(seconds));
  }

  /** Returns a listener that saves the time after each checkpoint. */
  TrainListener listener() {
    return new TrainListener() {
      @Override
      public void onCheckpoint(TrainerState state) {
        save();
      }
    };
  }

  /** Returns the seconds of each part, in the order of their first start. */
  Map<String, Double> seconds() {
    return Collections.unmodifiableMap(seconds);
  }
}
