package org.glassllm.course.l03;

/** The contract of StableSoftmax on the reference solution. */
class StableSoftmaxSolutionTest extends StableSoftmaxContract {
  StableSoftmaxSolutionTest() {
    super(new org.glassllm.solutions.l03.StableSoftmax());
  }
}
