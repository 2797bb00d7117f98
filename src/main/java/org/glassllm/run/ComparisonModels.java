package org.glassllm.run;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.glassllm.align.AnswerSampler;
import org.glassllm.align.PolicyEvaluation;
import org.glassllm.align.RewardScorer;
import org.glassllm.align.ValueModel;
import org.glassllm.base.InputException;
import org.glassllm.base.Progress;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.model.LanguageModel;
import org.glassllm.tensor.Kernels;
import org.glassllm.text.examples.Example;
import org.glassllm.token.Tokenizer;

/** The models that measure the samples of each run: the reference policy and the reward model. */
final class ComparisonModels implements AutoCloseable {
  private static final int ROWS = 32;

  private final ComparedRun origin;
  private final TrainedModel reference;
  private final Optional<Judge> judge;

  /** A reward model; the manager of the reference owns its weights. */
  private record Judge(Path folder, Tokenizer tokenizer, int context, RewardScorer scorer) {}

  /**
   * Opens the models.
   *
   * @param rewardModel the folder of a reward model's run; null for none
   * @param otherwise the template of a reference that is not fine-tuned
   */
  ComparisonModels(Path reference, Path rewardModel, PromptTemplate otherwise, Device device) {
    origin = ComparedRun.open(reference, otherwise);
    this.reference = origin.load(device);
    try {
      judge = Optional.ofNullable(rewardModel).map(this::judge);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Judge judge(Path folder) {
    RunFolder run = RunFolder.open(folder);
    RunRecord record = RunRecord.of(run);
    if (!(record.stage() instanceof RewardStage)) {
      throw new InputException(
          "the run %s is a run of kind %s, must be a run of a reward model; give a run of kind"
              + " reward",
          folder, record.kind());
    }
    Checkpoint best = run.best();
    ValueModel model = ValueModel.reward(best.loadModel(reference.manager(), Kernels.FUSED));
    model.initialize(reference.manager(), DataType.FLOAT32);
    best.loadHead(model.headParameters());
    RewardScorer scorer = new RewardScorer(model, ROWS, reference.manager());
    return new Judge(folder, best.loadTokenizer(), best.config().context(), scorer);
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
            .filter(j -> fits(run, j.tokenizer(), j.context(), "model reward", j.folder(), notes))
            .map(Judge::scorer);
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
    reference.close();
  }
}
