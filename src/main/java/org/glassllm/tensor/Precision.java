package org.glassllm.tensor;

/** Numbers that matrix products are computed with; everything else is float32. */
public enum Precision {
  /** 24 bits of mantissa. */
  FLOAT32,
  /**
   * 8 bits of mantissa and float32's range. Weights, residual stream, norms, softmax and loss stay
   * float32 (Micikevicius et al. 2018, with bfloat16's range no loss scaling is needed).
   */
  BFLOAT16
}
