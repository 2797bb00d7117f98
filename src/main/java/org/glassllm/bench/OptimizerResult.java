package org.glassllm.bench;

/**
 * The time of AdamW alone on the parameters of one setting; medians of interleaved turns.
 *
 * @param setting the setting's label
 * @param parameters number of parameters
 * @param bandwidth bytes per second of {@code x += y}, measured in the same turns
 * @param normSeconds time of the global gradient norm, which reads 4 bytes per parameter
 * @param updateSeconds time of the update, which moves 28 bytes per parameter
 * @param clippedSeconds time of an update that also scales the gradients: 32 bytes per parameter
 */
public record OptimizerResult(
    String setting,
    long parameters,
    double bandwidth,
    double normSeconds,
    double updateSeconds,
    double clippedSeconds) {
  /** Reads weight, gradient and two moments, writes weight and moments, in float32. */
  private static final double BYTES = 7 * Float.BYTES;

  /** Returns the least time of an update whose arrays fit into no cache: bytes over bandwidth. */
  public double boundSeconds() {
    return BYTES * parameters / bandwidth;
  }
}
