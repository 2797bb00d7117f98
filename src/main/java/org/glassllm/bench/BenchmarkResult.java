package org.glassllm.bench;

import org.glassllm.tensor.Precision;

/**
 * The training throughput of one kind of kernels in one precision and one setting.
 *
 * @param setting label of the benchmark setting, such as {@code 0.8M}
 * @param kernels {@code fused} or {@code readable}
 * @param precision dtype of the matrix products
 * @param tokensPerSecond throughput, the tokens of a step divided by the median step time
 * @param flops speed in FLOP/s
 * @param forwardShare share of the step time in the forward pass
 * @param backwardShare share of the step time in the backward pass
 * @param optimizerShare share of the step time in the optimizer
 * @param dataShare share of the step time that is spent waiting for the batch
 * @param stepSeconds median step time in seconds
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
  /** Returns the share of the machine's peak in the same precision that {@code flops} reaches. */
  public double share(MachinePeak peak) {
    return flops / peak.flops(precision);
  }
}
