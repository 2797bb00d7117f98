package org.glassllm.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.glassllm.base.Check;
import org.glassllm.base.Progress;
import org.glassllm.generate.Sampling;
import org.glassllm.model.LanguageModel;
import org.glassllm.text.examples.Example;

/**
 * Evaluates a policy on instructions whose answers can be judged. The policy answers each
 * instruction once greedily and several times at temperature 1, which is the distribution that
 * training with rewards changes.
 *
 * @param sampler generates the answers of the policy
 * @param settings the numbers of samples
 * @param reference the policy from which the divergence is measured; its tokenizer must be that of
 *     the policy; empty for no divergence
 * @param rewardModel scores each sample; its tokenizer must be that of the policy; empty for no
 *     scores
 */
public record PolicyEvaluation(
    AnswerSampler sampler,
    Settings settings,
    Optional<LanguageModel> reference,
    Optional<RewardScorer> rewardModel) {
  private static final int MOST_ROWS = 16;

  /** Maximum number of logits in a batch, 256 MB in float32. */
  private static final long MOST_LOGITS = 1 << 26;

  /**
   * The numbers of samples.
   *
   * @param samples number of samples for each instruction, at least 1
   * @param k the k of pass@k, from 1 to {@code samples}
   * @param seed determines the samples
   */
  public record Settings(int samples, int k, long seed) {
    /** Checks the ranges. */
    public Settings {
      Check.positive("samples", samples);
      Check.within("k", k, 1, samples);
    }
  }

  /**
   * A judged answer.
   *
   * @param answer the answer
   * @param judgement the judgement
   * @param entropy the sum of the entropies before each token, in nats; NaN for a greedy answer
   * @param logRatio {@code log π(answer) - log π_ref(answer)}; NaN without reference or for a
   *     greedy answer
   * @param score the reward model's score; NaN without reward model or for a greedy answer
   */
  public record Judged(
      AnswerSampler.Answer answer,
      Judgement judgement,
      double entropy,
      double logRatio,
      double score) {}

  /**
   * All answers to one instruction.
   *
   * @param example the instruction
   * @param greedy the greedy answer
   * @param samples the sampled answers
   */
  public record Answered(Example example, Judged greedy, List<Judged> samples) {
    /** Returns the name of the instruction's skill. */
    public String skill() {
      return greedy.judgement().skill();
    }
  }

  /**
   * Returns all answers with their judgements; {@link PolicyFigures#of} computes the figures.
   *
   * @param examples at least one; each must fit into the context
   * @param progress receives the number of finished answers
   */
  public List<Answered> answers(List<Example> examples, Progress progress) {
    int n = Check.positive("number of examples", examples.size()), each = settings.samples();
    long all = (long) n * (each + 1);
    Progress first = (done, total) -> progress.at(done, all);
    Progress second = (done, total) -> progress.at(n + done, all);
    List<AnswerSampler.Answer> greedy =
        sampler.answers(examples, Sampling.GREEDY, 1, settings.seed(), first);
    List<AnswerSampler.Answer> drawn =
        sampler.answers(examples, Sampling.PLAIN, each, settings.seed(), second);
    List<ResponseScorer.Tokens> own = tokens(sampler.model(), drawn);
    double[] reference = reference(drawn, own), scores = scores(drawn);
    List<Answered> answered = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Example example = examples.get(i);
      AnswerSampler.Answer best = greedy.get(i);
      Judgement judgement = Judgement.of(example, best.text());
      List<Judged> samples =
          IntStream.range(i * each, (i + 1) * each)
              .mapToObj(
                  j ->
                      new Judged(
                          drawn.get(j),
                          Judgement.of(example, drawn.get(j).text()),
                          own.get(j).entropy(),
                          own.get(j).logProb() - reference[j],
                          scores[j]))
              .toList();
      Judged plain = new Judged(best, judgement, Double.NaN, Double.NaN, Double.NaN);
      answered.add(new Answered(example, plain, samples));
    }
    return answered;
  }

  private List<ResponseScorer.Tokens> tokens(
      LanguageModel model, List<AnswerSampler.Answer> answers) {
    return new ResponseScorer(model, sampler.manager()).tokens(texts(answers), rows(model));
  }

  /** Returns the number of texts in a pass whose logits fit into memory. */
  private static int rows(LanguageModel model) {
    long byLogits = MOST_LOGITS / ((long) model.context() * model.vocabSize());
    return (int) Math.max(1, Math.min(MOST_ROWS, byLogits));
  }

  private static List<org.glassllm.batch.Example> texts(List<AnswerSampler.Answer> answers) {
    return answers.stream().map(AnswerSampler.Answer::ids).toList();
  }

  /** Returns the log-probability of each answer under the reference; NaN without reference. */
  private double[] reference(List<AnswerSampler.Answer> answers, List<ResponseScorer.Tokens> own) {
    if (reference.isEmpty()) {
      return nothing(answers);
    }
    boolean same = reference.get() == sampler.model();
    return (same ? own : tokens(reference.get(), answers))
        .stream().mapToDouble(ResponseScorer.Tokens::logProb).toArray();
  }

  private double[] scores(List<AnswerSampler.Answer> answers) {
    return rewardModel.map(model -> model.ofTexts(texts(answers))).orElse(nothing(answers));
  }

  private static double[] nothing(List<AnswerSampler.Answer> answers) {
    double[] nothing = new double[answers.size()];
    Arrays.fill(nothing, Double.NaN);
    return nothing;
  }
}
