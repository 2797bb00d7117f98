package org.glassllm.run;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glassllm.base.InputException;
import org.glassllm.base.LockFile;
import org.glassllm.base.SafeFiles;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.tensor.Torch;

/**
 * A run with a complete model, whose weights are the merged weights {@code W + ΔW} of another run's
 * best checkpoint.
 *
 * @param checkpoint the checkpoint of the new run, in the layout of Hugging Face
 * @param parameters number of parameters of the complete model
 * @param adapters number of parameters of the adapters
 * @param error the maximum distance of a merged weight from {@code W + ΔW}, in ulps of the weight
 */
public record MergedRun(Checkpoint checkpoint, long parameters, long adapters, double error) {
  /**
   * Writes a run with the merged weights of another run.
   *
   * @param run the folder of a run that trained adapters
   * @param out the folder of the new run
   * @throws InputException if the run has no adapters, or a run exists in the new folder
   */
  @SuppressWarnings("try") // the lock is held until the run exists
  public static MergedRun write(Path run, Path out) {
    RunFolder from = RunFolder.open(run), to = new RunFolder(out);
    RunRecord record = RunRecord.of(from);
    if (record.lora() == null) {
      throw new InputException(
          "the run %s has no adapters, so there is nothing to merge; use the run itself", run);
    }
    to.requireNew();
    try (LockFile lock = to.lock();
        NDManager manager = Torch.manager()) {
      to.clearLeftovers();
      Checkpoint best = from.best();
      to.checkpoints().saveMerged(best, manager);
      copyData(from, to);
      record.merged(RunRecord.Parent.of(run, best)).writeTo(to);
      ModelCosts costs = record.costs(best.config());
      return new MergedRun(
          to.best(),
          costs.parameters(),
          costs.trainedParameters(),
          best.mergeError(to.best(), manager));
    }
  }

  private static void copyData(RunFolder from, RunFolder to) {
    for (int i = 0; i < from.dataFiles().size(); i++) {
      Path source = from.dataFiles().get(i), target = to.dataFiles().get(i);
      if (Files.exists(source)) {
        try {
          SafeFiles.createFolder(target.getParent());
        } catch (IOException e) {
          throw SafeFiles.cannot("write", target, e);
        }
        SafeFiles.replace(target, out -> Files.copy(source, out));
      }
    }
  }
}
