package org.glassllm.align;

import com.google.gson.annotations.SerializedName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassllm.base.Check;
import org.glassllm.evaluate.Estimate;
import org.glassllm.evaluate.PassAtK;
import org.glassllm.text.tasks.Reward;

/**
 * The figures of a policy on some instructions. The samples of one instruction are not independent
 * of each other, so every interval regards the mean over the samples of an instruction as one
 * value. The intervals of {@code exactMatch} and {@code format} are Wilson's; the others are
 * bootstrap intervals (see {@link Estimate}).
 *
 * @param questions number of instructions
 * @param samples number of samples for each instruction
 * @param exactMatch share of right greedy answers
 * @param format share of greedy answers in the format of their skill; null without skills
 * @param greedyReward true reward of the greedy answers, from 0 to 1; null without skills
 * @param trueReward true reward of the samples, from 0 to 1; null without skills
 * @param rules mean score of the samples in each rule of the true reward, by the rule's name
 * @param kl divergence from the reference per response, {@code log π - log π_ref} of the samples,
 *     in nats; null without reference
 * @param entropy entropy of the policy per token of the samples, in nats
 * @param tokens tokens of a sample, the end token included
 * @param words words of a sample
 * @param ended share of samples that the policy ended itself
 * @param passAt1 probability that a sample is right
 * @param k the k of {@code passAtK}
 * @param passAtK probability that one of k samples is right
 * @param modelReward the reward model's score of the samples; null without reward model
 */
public record PolicyFigures(
    int questions,
    int samples,
    Estimate exactMatch,
    Estimate format,
    Estimate greedyReward,
    Estimate trueReward,
    Map<String, Double> rules,
    Estimate kl,
    double entropy,
    Estimate tokens,
    Estimate words,
    Estimate ended,
    @SerializedName("pass_at_1") Estimate passAt1,
    int k,
    @SerializedName("pass_at_k") Estimate passAtK,
    Estimate modelReward) {

  /**
   * Returns the figures of some answers.
   *
   * @param answers at least one instruction; all have the same number of samples
   * @param k the k of pass@k
   */
  public static PolicyFigures of(List<PolicyEvaluation.Answered> answers, int k) {
    int n = Check.positive("number of instructions", answers.size());
    int samples = answers.get(0).samples().size();
    List<PolicyEvaluation.Answered> skilled =
        answers.stream().filter(a -> a.greedy().judgement().reward() != null).toList();
    double tokens = sum(answers, s -> s.answer().tokens());
    return new PolicyFigures(
        n,
        samples,
        Estimate.share(count(answers, a -> a.greedy().judgement().right()), n),
        skilled.isEmpty()
            ? null
            : Estimate.share(
                count(skilled, a -> a.greedy().judgement().inFormat()), skilled.size()),
        skilled.isEmpty() ? null : Estimate.score(values(skilled, a -> reward(a.greedy()))),
        skilled.isEmpty() ? null : Estimate.score(rewards(skilled)),
        rules(skilled),
        optional(answers, PolicyEvaluation.Judged::logRatio),
        sum(answers, PolicyEvaluation.Judged::entropy) / tokens,
        Estimate.mean(means(answers, s -> s.answer().tokens())),
        Estimate.mean(means(answers, s -> words(s.answer().text()))),
        Estimate.score(means(answers, s -> s.answer().ended() ? 1 : 0)),
        Estimate.score(values(answers, a -> PassAtK.of(samples, right(a), 1))),
        k,
        Estimate.score(values(answers, a -> PassAtK.of(samples, right(a), k))),
        optional(answers, PolicyEvaluation.Judged::score));
  }

  /** Returns the figures of each skill, in the order of the first instructions. */
  public static Map<String, PolicyFigures> bySkill(List<PolicyEvaluation.Answered> answers, int k) {
    Map<String, PolicyFigures> figures = new LinkedHashMap<>();
    answers.stream()
        .collect(
            Collectors.groupingBy(
                PolicyEvaluation.Answered::skill, LinkedHashMap::new, Collectors.toList()))
        .forEach((skill, own) -> figures.put(skill, of(own, k)));
    return figures;
  }

  /** Returns the mean true reward of the samples of each instruction; NaN without a skill. */
  public static double[] rewards(List<PolicyEvaluation.Answered> answers) {
    return means(answers, PolicyFigures::reward);
  }

  private static double reward(PolicyEvaluation.Judged judged) {
    Reward reward = judged.judgement().reward();
    return reward == null ? Double.NaN : reward.total();
  }

  private static Map<String, Double> rules(List<PolicyEvaluation.Answered> skilled) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (Reward.Rule rule : Reward.Rule.values()) {
      samples(skilled)
          .map(s -> s.judgement().reward().score(rule))
          .flatMap(Optional::stream)
          .mapToDouble(x -> x)
          .average()
          .ifPresent(mean -> means.put(rule.name().toLowerCase(Locale.ROOT), mean));
    }
    return means;
  }

  /** Returns the mean of a figure; null if the figure was not measured. */
  private static Estimate optional(
      List<PolicyEvaluation.Answered> answers, ToDoubleFunction<PolicyEvaluation.Judged> figure) {
    double[] means = means(answers, figure);
    return Double.isNaN(means[0]) ? null : Estimate.mean(means);
  }

  private static int count(
      List<PolicyEvaluation.Answered> answers, Predicate<PolicyEvaluation.Answered> condition) {
    return (int) answers.stream().filter(condition).count();
  }

  private static int right(PolicyEvaluation.Answered answered) {
    return (int) answered.samples().stream().filter(s -> s.judgement().right()).count();
  }

  private static double words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  private static Stream<PolicyEvaluation.Judged> samples(List<PolicyEvaluation.Answered> answers) {
    return answers.stream().flatMap(a -> a.samples().stream());
  }

  private static double sum(
      List<PolicyEvaluation.Answered> answers, ToDoubleFunction<PolicyEvaluation.Judged> figure) {
    return samples(answers).mapToDouble(figure).sum();
  }

  /** Returns, for each instruction, the mean of a figure over the samples. */
  private static double[] means(
      List<PolicyEvaluation.Answered> answers, ToDoubleFunction<PolicyEvaluation.Judged> figure) {
    return values(
        answers, a -> a.samples().stream().mapToDouble(figure).average().orElse(Double.NaN));
  }

  private static double[] values(
      List<PolicyEvaluation.Answered> answers, ToDoubleFunction<PolicyEvaluation.Answered> value) {
    return answers.stream().mapToDouble(value).toArray();
  }
}
