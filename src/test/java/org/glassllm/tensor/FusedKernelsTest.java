package org.glassllm.tensor;

class FusedKernelsTest extends KernelsContractTest {
  @Override
  Kernels kernels() {
    return FusedKernels.of(Precision.FLOAT32);
  }
}
