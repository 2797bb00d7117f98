package org.glassllm.bench;

import org.glassllm.tensor.Precision;

/**
 * What one way of computing reached in one setting.
 *
 * @param setting the setting's label
 * @param kernels {@code fused} or {@code readable}
 * @param precision of the matrix products
 * @param tokensPerSecond in training, from the median step
 * @param flops operations a second
 * @param forwardShare of the step's time
 * @param backwardShare of the step's time
 * @param optimizerShare of the step's time
 * @param dataShare of the step's time: waiting for the batch
 * @param stepSeconds the median step
 */
public record BenchmarkResult(
    String setting,
    String kernels,
    Precision precision,
    double tokensPerSecond,
    double flops,
    double forwardShare,
    double backwardShare,
    double optimizerShare,
    double dataShare,
    double stepSeconds) {
  /** Operations a second over those of the machine's best product in the same precision. */
  public double share(MachinePeak peak) {
    return flops / peak.flops(precision);
  }
}
