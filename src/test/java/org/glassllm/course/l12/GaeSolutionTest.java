package org.glassllm.course.l12;

/** The contract of Gae on the reference solution. */
class GaeSolutionTest extends GaeContract {
  GaeSolutionTest() {
    super(new org.glassllm.solutions.l12.Gae());
  }
}
