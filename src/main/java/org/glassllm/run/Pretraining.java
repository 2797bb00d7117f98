package org.glassllm.run;

import org.glassllm.base.InputException;
import org.glassllm.batch.Batch;
import org.glassllm.batch.BatchSource;
import org.glassllm.batch.TokenFile;
import org.glassllm.batch.TokenSource;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.model.LanguageModel;
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
  public BatchSource<Batch> batches(RunFolder folder, Recipe recipe) {
    TokenSource training = TokenFile.open(folder.trainingTokens());
    return recipe.training().batches(training, recipe.model().context());
  }

  @Override
  public Validator validator(RunFolder folder, Learner<Batch> learner) {
    TokenSource validation = TokenFile.open(folder.validationTokens());
    TextLoss loss = new TextLoss(validation, 0, TrainingRun.MOST_VALIDATION, learner.manager());
    LanguageModel model = (LanguageModel) learner.network();
    return progress -> loss.measure(model, progress).loss();
  }

  /** Returns a sampler whose prompt is the first token of the training split. */
  @Override
  public Sampler sampler(RunFolder folder, Learner<Batch> learner, Tokenizer tokenizer) {
    int[] prompt = new int[1];
    TokenFile.open(folder.trainingTokens()).read(0, prompt);
    return new RunSampler(
        (LanguageModel) learner.network(),
        tokenizer,
        learner.manager(),
        prompt,
        TrainedModel.documentEnds(tokenizer));
  }
}
