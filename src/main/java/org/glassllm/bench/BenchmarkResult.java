package org.glassllm.bench;

import org.glassllm.tensor.Precision;

/**
 * The training speed of one kind of kernels in one precision and one setting.
 *
 * @param setting the setting's label
 * @param kernels {@code fused} or {@code readable}
 * @param precision of the matrix products
 * @param tokensPerSecond tokens of a step over the median step time
 * @param flops floating-point operations per second
 * @param forwardShare share of the step time in the forward pass
 * @param backwardShare share of the step time in the backward pass
 * @param optimizerShare share of the step time in the optimizer
 * @param dataShare share of the step time spent waiting for the batch
 * @param stepSeconds median step time
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
  /** Returns {@code flops} over the machine's peak in the same precision. */
  public double share(MachinePeak peak) {
    return flops / peak.flops(precision);
  }
}
