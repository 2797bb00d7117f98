package org.glassllm.train;

/**
 * The metrics of one step.
 *
 * @param step steps taken, from 1
 * @param tokens training tokens seen so far
 * @param loss of this step's batch, in nats
 * @param validationLoss after this step, or NaN without an evaluation
 * @param learningRate of this step
 * @param gradientNorm before clipping
 * @param tokensPerSecond of this step, without its evaluation
 * @param memoryMiB resident memory of the process
 */
public record StepMetrics(
    long step,
    long tokens,
    double loss,
    double validationLoss,
    double learningRate,
    double gradientNorm,
    double tokensPerSecond,
    double memoryMiB) {

  StepMetrics withValidationLoss(double validation) {
    return new StepMetrics(
        step, tokens, loss, validation, learningRate, gradientNorm, tokensPerSecond, memoryMiB);
  }
}
