package org.glassllm.evaluate;

/**
 * What one way of computing reached in one setting.
 *
 * @param setting the setting's label
 * @param kernels {@code fused} or {@code readable}
 * @param precision of the matrix products
 * @param tokensPerSecond in training, from the median step
 * @param peakShare operations a second over the measured peak of this precision
 * @param forwardShare of the step's time
 * @param backwardShare of the step's time
 * @param optimizerShare of the step's time
 * @param dataShare of the step's time: waiting for the batch
 * @param stepSeconds the median step
 */
public record BenchmarkResult(
    String setting,
    String kernels,
    String precision,
    double tokensPerSecond,
    double peakShare,
    double forwardShare,
    double backwardShare,
    double optimizerShare,
    double dataShare,
    double stepSeconds) {}
