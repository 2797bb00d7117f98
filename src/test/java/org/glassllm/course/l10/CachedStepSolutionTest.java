package org.glassllm.course.l10;

/** The contract of CachedStep on the reference solution. */
class CachedStepSolutionTest extends CachedStepContract {
  CachedStepSolutionTest() {
    super(new org.glassllm.solutions.l10.CachedStep());
  }
}
