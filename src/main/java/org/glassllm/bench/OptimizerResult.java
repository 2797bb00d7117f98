package org.glassllm.bench;

/**
 * What AdamW alone takes for one setting's parameters, medians of turns with the memory's own
 * speed.
 *
 * @param setting the setting's label
 * @param parameters how many numbers are updated
 * @param bandwidth bytes a second of {@code x += y}, measured in between
 * @param normSeconds of the gradients' global norm, which clipping needs: 4 bytes a parameter
 * @param updateSeconds of the update: 28 bytes a parameter
 * @param clippedSeconds of an update that scales the gradients on the way: 32 bytes a parameter
 */
public record OptimizerResult(
    String setting,
    long parameters,
    double bandwidth,
    double normSeconds,
    double updateSeconds,
    double clippedSeconds) {
  /** Weight, gradient and two moments are read, weight and moments written, in float32. */
  private static final double BYTES = 7 * Float.BYTES;

  /** The least time of an update whose arrays come from memory: their bytes over the bandwidth. */
  public double boundSeconds() {
    return BYTES * parameters / bandwidth;
  }
}
