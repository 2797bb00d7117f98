package org.glassllm.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;
import org.glassllm.base.ResumableLines;
import org.glassllm.base.SafeFiles;
import org.glassllm.run.PromptBatch;
import org.glassllm.run.PromptFile;
import org.glassllm.run.TrainedModel;

/** Writes the results of a {@link PromptBatch} as JSON lines and counts failures. */
final class PromptRun {
  private final Subcommand command;
  private final PromptBatch batch;
  private final PromptFile prompts;
  private final TrainedModel model;
  private long failed;

  PromptRun(Subcommand command, PromptBatch batch, PromptFile prompts, TrainedModel model) {
    this.command = command;
    this.batch = batch;
    this.prompts = prompts;
    this.model = model;
  }

  /** Prints all results to standard output. */
  void print() {
    batch.run(model, prompts, 0, result -> command.print(line(result) + "\n"));
  }

  /** Appends the missing results to a file; a terminal shows the progress. */
  void append(Path output, boolean overwrite) {
    ResumableLines.Reader earlier = (index, text) -> count(output, index, text);
    try (ResumableLines lines = ResumableLines.open(output, state(), overwrite, earlier);
        TaskProgress progress = new TaskProgress(command.err(), true)) {
      long done = lines.lines();
      if (done > 0) {
        command.note("%s contains %s of %s results already", output, done, prompts.size());
      }
      batch.run(
          model,
          prompts,
          done,
          result -> {
            lines.append(line(result));
            if (Terminal.isThere()) {
              progress.step("prompts", lines.lines(), prompts.size());
            }
          });
    }
  }

  /** Throws an exception if a prompt failed, also in an earlier process. */
  void requireNoFailure() {
    if (failed > 0) {
      throw new InputException(
          "%s of %s prompts failed; the field error of a result states the reason",
          failed, prompts.size());
    }
  }

  /** Checks that an earlier result is in its place, and counts a failure. */
  private void count(Path output, long index, String text) {
    JsonField result = JsonField.parse(text, output + " line " + (index + 1));
    if (index >= prompts.size() || result.get("index").whole(0, Long.MAX_VALUE) != index) {
      throw new InputException(
          "%s is not the result of prompt %s of %s; restore the file from a copy, or start anew"
              + " with --overwrite",
          result.place(), index, prompts.size());
    }
    failed += result.get("error").isAbsent() ? 0 : 1;
  }

  /** Returns everything that determines the results. */
  private JsonObject state() {
    JsonObject state = new JsonObject();
    state.addProperty("format", "1");
    state.addProperty("prompts", prompts.identity());
    state.addProperty("checkpoint", model.checkpoint().sha256());
    state.addProperty("tokens", (batch.fit() ? "at most " : "") + batch.tokens());
    state.addProperty("sampling", batch.sampling().toString());
    state.addProperty("stop", batch.stop());
    state.addProperty("seed", Long.toString(batch.seed()));
    state.addProperty(
        "logprobs",
        batch.logprobs().isPresent() ? "" + batch.logprobs().getAsInt() : "not requested");
    state.addProperty("batch", Integer.toString(batch.rows()));
    return state;
  }

  private String line(PromptBatch.Result result) {
    failed += result.error().isPresent() ? 1 : 0;
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("index", result.prompt().index());
    object.put("id", result.prompt().id());
    object.put("prompt", result.prompt().error().isPresent() ? null : result.prompt().text());
    result.error().ifPresent(error -> object.put("error", error));
    boolean logprobs = batch.logprobs().isPresent();
    result
        .completion()
        .ifPresent(c -> object.putAll(CompletionView.json(c, logprobs, model.tokenizer())));
    return Subcommand.jsonLine(object);
  }

  /** Throws an exception if the results or their state would replace the file of prompts. */
  static void requireOther(Path output, Path prompts) {
    try {
      for (Path path : List.of(output, ResumableLines.stateFile(output))) {
        if (Files.exists(path) && Files.isSameFile(path, prompts)) {
          throw new InputException(
              "--output %s would replace the file of prompts; choose another file", output);
        }
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("read", prompts, e);
    }
  }
}
