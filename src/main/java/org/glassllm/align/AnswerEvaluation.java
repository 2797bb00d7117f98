package org.glassllm.align;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.base.Progress;
import org.glassllm.batch.ExampleRows;
import org.glassllm.evaluate.ResponseLoss;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.generate.Sampling;
import org.glassllm.model.LanguageModel;
import org.glassllm.text.examples.Example;

/**
 * Lets a model answer instructions greedily, judges the answers and measures the loss on the
 * examples' answers.
 *
 * @param sampler generates the answers
 */
public record AnswerEvaluation(AnswerSampler sampler) {
  /** The name of all instructions that belong to no skill. */
  public static final String OTHER = Judgement.OTHER;

  /**
   * Creates an evaluation.
   *
   * @param model the model
   * @param rendering the format of the prompts
   * @param tokens maximum number of tokens in an answer, at least 1
   * @param rows maximum number of answers at the same time, at least 1
   * @param manager the parent of each manager
   */
  public AnswerEvaluation(
      LanguageModel model, Rendering rendering, int tokens, int rows, NDManager manager) {
    this(new AnswerSampler(model, rendering, tokens, rows, manager));
  }

  /**
   * The counts of one skill.
   *
   * @param skill the name of the skill, or {@link #OTHER}
   * @param asked number of instructions
   * @param right number of right answers
   * @param inFormat number of answers that have the format of the skill; null for {@link #OTHER},
   *     which has no format
   */
  public record Score(String skill, int asked, int right, Integer inFormat) {
    /** Returns the share of right answers. */
    public double exactMatch() {
      return (double) right / asked;
    }

    private Score plus(Score other) {
      return new Score(
          skill,
          asked + other.asked,
          right + other.right,
          inFormat == null ? null : (Integer) (inFormat + other.inFormat));
    }
  }

  /**
   * The result of an evaluation.
   *
   * @param skills the counts of each skill, in the order of the first instructions
   * @param responses the loss on the tokens of the examples' answers
   */
  public record Result(List<Score> skills, TextLoss.Result responses) {
    /** Returns the number of instructions. */
    public int asked() {
      return skills.stream().mapToInt(Score::asked).sum();
    }

    /** Returns the share of right answers. */
    public double exactMatch() {
      return (double) skills.stream().mapToInt(Score::right).sum() / asked();
    }

    /** Returns the share of answers in the format of their skill; NaN without skills. */
    public double format() {
      List<Score> judged = skills.stream().filter(s -> s.inFormat() != null).toList();
      return (double) judged.stream().mapToInt(Score::inFormat).sum()
          / judged.stream().mapToInt(Score::asked).sum();
    }
  }

  /**
   * Returns the result on examples.
   *
   * @param examples at least one; each must fit into the context
   * @param progress receives the number of answered instructions
   */
  public Result measure(List<Example> examples, Progress progress) {
    Check.positive("number of examples", examples.size());
    List<String> answers = answers(examples, progress);
    Map<String, Score> scores = new LinkedHashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      Score score = score(Judgement.of(examples.get(i), answers.get(i)));
      scores.merge(score.skill(), score, Score::plus);
    }
    ExampleRows texts = new ExampleRows(examples.stream().map(sampler.rendering()::of).toList());
    ResponseLoss loss = new ResponseLoss(texts, texts.size(), sampler.manager());
    return new Result(List.copyOf(scores.values()), loss.measure(sampler.model(), Progress.NONE));
  }

  /** Returns the model's answer to the last message of each example. */
  public List<String> answers(List<Example> examples, Progress progress) {
    return sampler.answers(examples, Sampling.GREEDY, 1, 0, progress).stream()
        .map(AnswerSampler.Answer::text)
        .toList();
  }

  private static Score score(Judgement judged) {
    Integer inFormat = judged.inFormat() == null ? null : (Integer) (judged.inFormat() ? 1 : 0);
    return new Score(judged.skill(), 1, judged.right() ? 1 : 0, inFormat);
  }
}
