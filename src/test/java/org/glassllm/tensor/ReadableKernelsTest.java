package org.glassllm.tensor;

/** The oracle keeps the contract's other promises too: dropout's rate, forgotten gradients. */
class ReadableKernelsTest extends KernelsContractTest {
  @Override
  Kernels kernels() {
    return ReadableKernels.INSTANCE;
  }
}
