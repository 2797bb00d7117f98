package org.glassllm.run;

import org.glassllm.base.InputException;
import org.glassllm.batch.Batch;
import org.glassllm.batch.TokenFile;
import org.glassllm.batch.TokenSource;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.token.Tokenizer;
import org.glassllm.train.Learner;
import org.glassllm.train.Sampler;
import org.glassllm.train.Validator;

/** Next-token prediction on windows of plain text. */
public record Pretraining() implements Stage {
  @Override
  public String kind() {
    return "pretrain";
  }

  @Override
  public String objective() {
    return "next-token";
  }

  @Override
  public RunData data(String source, Recipe recipe) {
    return RunData.read(source);
  }

  @Override
  public Tokenizer tokenizer(Tokenizer parent, RunData data, Recipe recipe) {
    return parent == null ? data.tokenizer(recipe) : parent;
  }

  @Override
  public void requireEnough(RunFolder folder, int context) {
    long training = TokenFile.open(folder.trainingTokens()).size();
    long validation = TokenFile.open(folder.validationTokens()).size();
    if (training < context + 1L || validation < 2) {
      throw new InputException(
          "the data has %s tokens for training and %s for validation, but a context of %s needs"
              + " at least %s tokens for training and 2 for validation; give more data or a"
              + " smaller context",
          training, validation, context, context + 1);
    }
  }

  @Override
  public Training<Batch> training(Workplace work) {
    TokenSource training = TokenFile.open(work.folder().trainingTokens());
    TokenSource validation = TokenFile.open(work.folder().validationTokens());
    Learner<Batch> learner = TextTraining.learner(work);
    TextLoss loss = new TextLoss(validation, 0, TrainingRun.MOST_VALIDATION, work.manager());
    return new TextTraining(
        learner,
        work.recipe().training().batches(training, work.model().context()),
        Validator.of(progress -> loss.measure(work.model(), progress).loss()),
        sampler(work, training));
  }

  /** Returns a sampler whose prompt is the first token of the training split. */
  private static Sampler sampler(Workplace work, TokenSource training) {
    int[] prompt = new int[1];
    training.read(0, prompt);
    return new RunSampler(
        work.model(),
        work.tokenizer(),
        work.manager(),
        prompt,
        TrainedModel.documentEnds(work.tokenizer()));
  }
}
