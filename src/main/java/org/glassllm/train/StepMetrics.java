package org.glassllm.train;

import java.util.Map;

/**
 * The metrics of one optimizer step.
 *
 * @param step number of completed steps, from 1
 * @param tokens number of training tokens so far
 * @param loss training loss of this step's batch, in nats
 * @param validationLoss validation loss after this step in nats, or NaN without an evaluation
 * @param learningRate learning rate of this step
 * @param gradientNorm gradient norm before clipping
 * @param tokensPerSecond throughput of this step; the time of an evaluation is not included
 * @param memoryMiB resident memory of the process in MiB
 * @param more the metrics of the stage by name, such as {@code rewards/accuracies}; a metric that
 *     this step did not measure is absent
 */
public record StepMetrics(
    long step,
    long tokens,
    double loss,
    double validationLoss,
    double learningRate,
    double gradientNorm,
    double tokensPerSecond,
    double memoryMiB,
    Map<String, Double> more) {

  StepMetrics with(double validation, Map<String, Double> others) {
    return new StepMetrics(
        step,
        tokens,
        loss,
        validation,
        learningRate,
        gradientNorm,
        tokensPerSecond,
        memoryMiB,
        others);
  }
}
