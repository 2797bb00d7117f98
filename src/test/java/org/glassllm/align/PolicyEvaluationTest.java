package org.glassllm.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.glassllm.base.Progress;
import org.glassllm.batch.Collator;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.generate.Sampling;
import org.glassllm.model.Gpt;
import org.glassllm.model.Pass;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.text.examples.Example;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tasks.Reward;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Tokenizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyEvaluationTest {
  private static final PromptTemplate TEMPLATE = PromptTemplate.named("alpaca");
  private static final Tokenizer TOKENIZER = tokenizer();
  private static final List<Example> ASKED =
      List.of(new Instruction("Add.", "", "one"), new Instruction("Say it.", "two", "two"));
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Torch.manager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static Tokenizer tokenizer() {
    Tokenizer plain = CharTokenizer.train("#:.\nAdIionpstrucSaeRyw ");
    return plain.withSpecials(TEMPLATE.missing(plain));
  }

  private Gpt gpt() {
    return TinyGpts.initialized(
        TinyGpts.builder().vocabSize(TOKENIZER.vocabSize()).context(96).build(),
        Kernels.FUSED,
        manager,
        DataType.FLOAT32);
  }

  /** Another policy: the first one with larger weights. */
  private Gpt other() {
    Gpt gpt = gpt();
    for (NDArray weight : Objectives.arrays(gpt)) {
      weight.muli(1.5f);
    }
    return gpt;
  }

  private AnswerSampler sampler(Gpt policy, int tokens) {
    return new AnswerSampler(policy, new Rendering(TEMPLATE, TOKENIZER), tokens, 8, manager);
  }

  private PolicyEvaluation evaluation(Gpt policy, int tokens, int samples, Gpt reference) {
    return new PolicyEvaluation(
        sampler(policy, tokens),
        new PolicyEvaluation.Settings(samples, 1, 7),
        Optional.ofNullable(reference),
        Optional.empty());
  }

  /** Answers of one token can be enumerated. */
  @Test
  void klAndEntropyEqualTheEnumeration() {
    Gpt policy = gpt(), reference = other();
    List<Example> one = ASKED.subList(0, 1);
    List<PolicyEvaluation.Answered> answers =
        evaluation(policy, 1, 500, reference).answers(one, Progress.NONE);
    int[] prompt = new Rendering(TEMPLATE, TOKENIZER).prompt(one.get(0));
    List<org.glassllm.batch.Example> all =
        IntStream.range(0, TOKENIZER.vocabSize())
            .mapToObj(id -> org.glassllm.batch.Example.of(prompt, id))
            .toList();
    double[] p = new ResponseScorer(policy, manager).sums(new Collator(0).batch(all));
    double[] q = new ResponseScorer(reference, manager).sums(new Collator(0).batch(all));
    double kl = 0, entropy = 0;
    for (int id = 0; id < p.length; id++) {
      kl += Math.exp(p[id]) * (p[id] - q[id]);
      entropy -= Math.exp(p[id]) * p[id];
    }
    double[] sampled =
        answers.get(0).samples().stream().mapToDouble(PolicyEvaluation.Judged::logRatio).toArray();
    double mean = TokenStatistics.mean(List.of(sampled));
    double error = Math.sqrt(TokenStatistics.variance(List.of(sampled)) / sampled.length);
    assertTrue(kl > 0.01, "divergence " + kl);
    assertEquals(kl, mean, 4 * error);
    for (PolicyEvaluation.Judged judged : answers.get(0).samples()) {
      assertEquals(entropy, judged.entropy(), 1e-4);
      assertEquals(1, judged.answer().tokens());
    }
    assertEquals(entropy, PolicyFigures.of(answers, 1).entropy(), 1e-4);
  }

  @Test
  void logRatiosBelongToTheirAnswers() {
    Gpt policy = gpt(), reference = other();
    for (PolicyEvaluation.Answered answered :
        evaluation(policy, 9, 20, reference).answers(ASKED, Progress.NONE)) {
      for (PolicyEvaluation.Judged judged : answered.samples()) {
        var alone = new Collator(0).batch(List.of(judged.answer().ids()));
        double expected =
            new ResponseScorer(policy, manager).sums(alone)[0]
                - new ResponseScorer(reference, manager).sums(alone)[0];
        assertEquals(expected, judged.logRatio(), 1e-4);
      }
      assertTrue(Double.isNaN(answered.greedy().logRatio()));
    }
  }

  @Test
  void thePolicyHasNoDivergenceFromItself() {
    Gpt policy = gpt();
    List<PolicyEvaluation.Answered> same =
        evaluation(policy, 5, 4, policy).answers(ASKED, Progress.NONE);
    assertEquals(0, PolicyFigures.of(same, 2).kl().value());
    List<PolicyEvaluation.Answered> none =
        evaluation(policy, 5, 4, null).answers(ASKED, Progress.NONE);
    assertNull(PolicyFigures.of(none, 2).kl());
    assertEquals(same.get(1).greedy().answer().text(), none.get(1).greedy().answer().text());
  }

  @Test
  void aRewardModelScoresTheSamples() {
    Gpt policy = gpt();
    ValueModel model = ValueModel.reward(policy);
    model.initialize(manager, DataType.FLOAT32);
    PolicyEvaluation evaluation =
        new PolicyEvaluation(
            sampler(policy, 5),
            new PolicyEvaluation.Settings(20, 1, 7),
            Optional.empty(),
            Optional.of(new RewardScorer("judge", model, 3, manager)));
    List<PolicyEvaluation.Answered> answers = evaluation.answers(ASKED, Progress.NONE);
    double sum = 0;
    for (PolicyEvaluation.Answered answered : answers) {
      for (PolicyEvaluation.Judged judged : answered.samples()) {
        var alone = new Collator(0).batch(List.of(judged.answer().ids()));
        NDArray reward = model.rewards(Pass.inference(manager, model.kernels()), alone);
        assertEquals(reward.toFloatArray()[0], judged.score(), 1e-4);
        sum += judged.score();
      }
    }
    assertEquals(sum / 40, PolicyFigures.of(answers, 1).modelReward().value(), 1e-9);
  }

  @Test
  void anEndedAnswerHasAnEndToken() {
    int end = TEMPLATE.end(TOKENIZER);
    Gpt policy = gpt();
    List<AnswerSampler.Answer> answers =
        sampler(policy, 12).answers(ASKED, Sampling.PLAIN, 30, 5, Progress.NONE);
    assertEquals(60, answers.size());
    long ended = answers.stream().filter(AnswerSampler.Answer::ended).count();
    assertTrue(ended > 0 && ended < 60, ended + " ended");
    int[][] prompts = new int[2][];
    for (int i = 0; i < 2; i++) {
      prompts[i] = new Rendering(TEMPLATE, TOKENIZER).prompt(ASKED.get(i));
    }
    for (int i = 0; i < 60; i++) {
      AnswerSampler.Answer answer = answers.get(i);
      int[] ids = answer.ids().ids();
      assertEquals(answer.ended(), ids[ids.length - 1] == end);
      assertTrue(answer.ended() || answer.tokens() == 12);
      int[] prompt = prompts[i / 30];
      assertArrayEquals(prompt, IntStream.range(0, prompt.length).map(j -> ids[j]).toArray());
    }
    List<String> texts = answers.stream().map(AnswerSampler.Answer::text).distinct().toList();
    assertTrue(texts.size() > 20, "samples differ: " + texts.size());
    assertEquals(
        answers.stream().map(AnswerSampler.Answer::text).toList(),
        sampler(policy, 12).answers(ASKED, Sampling.PLAIN, 30, 5, Progress.NONE).stream()
            .map(AnswerSampler.Answer::text)
            .toList());
  }

  private static PolicyEvaluation.Judged judged(Example example, String text, double logRatio) {
    int[] response = new int[text.length()];
    boolean ended = !text.endsWith("…");
    var ids = org.glassllm.batch.Example.of(new int[] {1, 2}, response);
    var answer = new AnswerSampler.Answer(ids, text, ended);
    return new PolicyEvaluation.Judged(
        answer, Judgement.of(example, text), text.length() * 0.5, logRatio, Double.NaN);
  }

  private static PolicyEvaluation.Answered answered(Example example, String best, String... drawn) {
    List<PolicyEvaluation.Judged> samples = new ArrayList<>();
    for (int i = 0; i < drawn.length; i++) {
      samples.add(judged(example, drawn[i], i));
    }
    return new PolicyEvaluation.Answered(example, judged(example, best, Double.NaN), samples);
  }

  @Test
  void figuresEqualACountByHand() {
    Instruction sum = new Instruction("Add the two numbers.", "2 + 3", "5 reversed is 5");
    Instruction hello = new Instruction("Say hello.", "", "hello");
    List<PolicyEvaluation.Answered> answers =
        List.of(
            answered(sum, "5 reversed is 5", "5 reversed is 5", "4 reversed is 4", "five…", "5"),
            answered(sum, "6 reversed is 6", "9", "9", "9", "9"),
            answered(hello, "hello ", "hello", "hello", "hello you", ""));
    PolicyFigures all = PolicyFigures.of(answers, 2);
    assertEquals(2.0 / 3, all.exactMatch().value(), 1e-12);
    assertEquals(1, all.format().value(), "both sums are in the format");
    assertEquals((0.25 + 0 + 0.5) / 3, all.passAt1().value(), 1e-12);
    assertEquals((0.5 + 0 + 5.0 / 6) / 3, all.passAtK().value(), 1e-12);
    double right = Reward.of(sum.instruction(), sum.input(), "5 reversed is 5").total();
    double wrong = Reward.of(sum.instruction(), sum.input(), "4 reversed is 4").total();
    assertTrue(right > wrong && wrong > 0, right + " " + wrong);
    assertEquals((right + wrong) / 8, all.trueReward().value(), 1e-12);
    assertEquals((right + wrong) / 2, all.greedyReward().value(), 1e-12, "6 earns what 4 earns");
    assertEquals(1.0 / 8, all.rules().get("right"), 1e-12);
    assertEquals(1.5, all.kl().value(), 1e-12);
    assertEquals(0.5, all.entropy(), 1e-12);
    assertEquals(11.0 / 12, all.ended().value(), 1e-12);
    assertEquals((10.0 + 4 + 4) / 12, all.words().value(), 1e-12);
    assertNull(all.modelReward());
    Map<String, PolicyFigures> skills = PolicyFigures.bySkill(answers, 2);
    assertEquals(List.of("add", "other"), List.copyOf(skills.keySet()));
    assertNull(skills.get("other").trueReward());
    assertNull(skills.get("other").format());
    assertEquals(1, skills.get("other").exactMatch().value());
    assertFalse(skills.get("add").exactMatch().value() > 0.5);
  }
}
