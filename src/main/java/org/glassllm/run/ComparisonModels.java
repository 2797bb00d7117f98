package org.glassllm.run;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.glassllm.align.AnswerSampler;
import org.glassllm.align.PolicyEvaluation;
import org.glassllm.align.RewardScorer;
import org.glassllm.base.Progress;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.model.LanguageModel;
import org.glassllm.text.examples.Example;
import org.glassllm.token.Tokenizer;

/** The models that measure the samples of each run: the reference policy and the reward model. */
final class ComparisonModels implements AutoCloseable {
  private static final int ROWS = 32;

  private final ComparedRun origin;
  private final TrainedModel reference;
  private final Path rewardModel;
  private final Optional<TrainedReward> judge;

  /**
   * Opens the models.
   *
   * @param rewardModel the folder of a reward model's run; null for none
   * @param otherwise the template of a reference that is not fine-tuned
   */
  ComparisonModels(Path reference, Path rewardModel, PromptTemplate otherwise, Device device) {
    origin = ComparedRun.open(reference, otherwise);
    this.reference = origin.load(device);
    this.rewardModel = rewardModel;
    try {
      judge = Optional.ofNullable(rewardModel).map(run -> TrainedReward.open(run, device));
    } catch (RuntimeException e) {
      this.reference.close();
      throw e;
    }
  }

  /**
   * Lets a run answer examples.
   *
   * @param notes receives the reason if the run has no divergence or no scores
   */
  List<PolicyEvaluation.Answered> answers(
      ComparedRun run,
      ComparisonSetup setup,
      List<Example> examples,
      Consumer<String> notes,
      Progress progress) {
    Optional<LanguageModel> kept =
        fits(run, origin.rendering().tokenizer(), origin.context(), "KL", origin.folder(), notes)
            ? Optional.of(reference.model())
            : Optional.empty();
    Optional<RewardScorer> scorer =
        judge
            .filter(
                j ->
                    fits(
                        run,
                        j.rendering().tokenizer(),
                        j.context(),
                        "model reward",
                        rewardModel,
                        notes))
            .map(TrainedReward::scorer);
    boolean same = absolute(run.folder()).equals(absolute(origin.folder()));
    TrainedModel model = same ? reference : run.load(reference.manager().getDevice());
    try {
      AnswerSampler sampler =
          new AnswerSampler(model.model(), run.rendering(), setup.tokens(), ROWS, model.manager());
      return new PolicyEvaluation(sampler, setup.samples(), kept, scorer)
          .answers(examples, progress);
    } finally {
      if (!same) {
        model.close();
      }
    }
  }

  /** Returns whether a model can read the samples of a run; otherwise reports the reason. */
  private static boolean fits(
      ComparedRun run,
      Tokenizer tokenizer,
      int context,
      String figure,
      Path folder,
      Consumer<String> notes) {
    boolean other = !run.rendering().tokenizer().hasSameTokens(tokenizer);
    if (other || run.context() > context) {
      notes.accept(
          "no %s for %s: its %s that of %s"
              .formatted(
                  figure,
                  run.folder(),
                  other ? "tokenizer differs from" : "context is longer than",
                  folder));
      return false;
    }
    return true;
  }

  private static Path absolute(Path folder) {
    return folder.toAbsolutePath().normalize();
  }

  @Override
  public void close() {
    judge.ifPresent(TrainedReward::close);
    reference.close();
  }
}
