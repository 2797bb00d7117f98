package org.glassllm.model;

/** No position encoding; only the causal mask reveals the order (Haviv et al. 2022). */
public record NoPositions() implements Positions {
  @Override
  public String type() {
    return "none";
  }

  @Override
  public PositionEncoding build(GptConfig config) {
    return new PositionEncoding() {
      @Override
      long fusedKind() {
        return 0;
      }
    };
  }
}
