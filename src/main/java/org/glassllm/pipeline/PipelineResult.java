package org.glassllm.pipeline;

import java.nio.file.Path;
import java.util.Map;
import org.glassllm.evaluate.Calibration;
import org.glassllm.run.Comparison;

/**
 * The results of a pipeline.
 *
 * @param skills the policies on instructions of all skills
 * @param additions the policies on additions
 * @param rewardModel the reward model on preferences
 * @param bestPossible accuracy of the true reward on the same preferences, which no reward model
 *     can exceed except by chance
 * @param validationLoss the lowest validation loss of pretraining, in nats per token
 * @param seconds the wall time of each part, by name
 * @param report the path of the report
 */
public record PipelineResult(
    Comparison skills,
    Comparison additions,
    Calibration rewardModel,
    double bestPossible,
    double validationLoss,
    Map<String, Double> seconds,
    Path report) {
  PipelineResult withSeconds(Map<String, Double> measured) {
    return new PipelineResult(
        skills, additions, rewardModel, bestPossible, validationLoss, measured, report);
  }
}
