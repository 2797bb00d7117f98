package org.glassllm.run;

import org.glassllm.batch.Batch;
import org.glassllm.batch.BatchSource;
import org.glassllm.train.Learner;
import org.glassllm.train.Sampler;
import org.glassllm.train.Validator;

/** Next-token prediction, with a loss on all targets of a batch. */
record TextTraining(
    Learner<Batch> learner, BatchSource<Batch> batches, Validator validator, Sampler sampler)
    implements Training<Batch> {

  /** Returns a learner of the trained parameters of a run's model. */
  static Learner<Batch> learner(Workplace work) {
    return Learner.pretraining(
        work.manager(),
        work.model(),
        work.recipe().training().optimizer(),
        work.recipe().training().seed());
  }
}
