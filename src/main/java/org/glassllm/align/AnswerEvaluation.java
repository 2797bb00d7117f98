package org.glassllm.align;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.glassllm.base.Check;
import org.glassllm.base.Progress;
import org.glassllm.batch.ExampleRows;
import org.glassllm.evaluate.ResponseLoss;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.generate.Scheduler;
import org.glassllm.model.LanguageModel;
import org.glassllm.text.examples.Dialogue;
import org.glassllm.text.examples.Example;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.examples.Message;
import org.glassllm.text.tasks.Skill;
import org.glassllm.text.tasks.Skills;
import org.glassllm.text.tasks.Verdict;

/**
 * Lets a model answer instructions and judges the answers. Answers are generated greedily, many at
 * the same time. The checker of a {@link Skill} judges an instruction of that skill. Another answer
 * is right if it equals the example's answer, except for white space at both ends.
 *
 * @param model the model
 * @param rendering the format of the prompts
 * @param tokens maximum number of tokens in an answer, at least 1
 * @param rows maximum number of answers at the same time, at least 1
 * @param manager the parent of each manager
 */
public record AnswerEvaluation(
    LanguageModel model, Rendering rendering, int tokens, int rows, NDManager manager) {
  /** The name of all instructions that belong to no skill. */
  public static final String OTHER = "other";

  private static final int GROUP = 16;

  /** Checks the limits. */
  public AnswerEvaluation {
    Check.positive("tokens", tokens);
    Check.positive("rows", rows);
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
      Score score = judge(examples.get(i), answers.get(i));
      scores.merge(score.skill(), score, Score::plus);
    }
    ExampleRows texts = new ExampleRows(examples.stream().map(rendering::of).toList());
    ResponseLoss loss = new ResponseLoss(texts, texts.size(), manager);
    return new Result(List.copyOf(scores.values()), loss.measure(model, Progress.NONE));
  }

  /** Returns the model's answer to the last message of each example. */
  public List<String> answers(List<Example> examples, Progress progress) {
    List<String> answers = new ArrayList<>();
    Scheduler.Settings settings = Scheduler.Settings.of(rows, model.context());
    try (Scheduler scheduler = new Scheduler(model, rendering.tokenizer(), settings, manager)) {
      for (int start = 0; start < examples.size(); start += GROUP * rows) {
        int end = Math.min(start + GROUP * rows, examples.size());
        List<Scheduler.Ticket> tickets =
            examples.subList(start, end).stream()
                .map(example -> scheduler.submit(request(example), part -> {}))
                .toList();
        scheduler.run();
        tickets.forEach(ticket -> answers.add(answer(ticket)));
        progress.at(end, examples.size());
      }
    }
    return answers;
  }

  private static String answer(Scheduler.Ticket ticket) {
    if (ticket.failure().isPresent()) {
      throw ticket.failure().get();
    }
    return ticket.completion().text();
  }

  private Request request(Example example) {
    int[] prompt = rendering.prompt(example);
    int most = Math.min(tokens, model.context() - prompt.length);
    int end = rendering.template().end(rendering.tokenizer());
    return new Request(prompt, most, Sampling.GREEDY, Set.of(end), "", 0);
  }

  private static Score judge(Example example, String answer) {
    if (example instanceof Instruction i) {
      Optional<Skill> skill =
          Skills.all().stream()
              .filter(s -> s.key(i.instruction(), i.input()).isPresent())
              .findFirst();
      if (skill.isPresent()) {
        Verdict verdict = skill.get().check(i.instruction(), i.input(), answer);
        return new Score(
            skill.get().name(), 1, verdict.isRight() ? 1 : 0, verdict.isInFormat() ? 1 : 0);
      }
    }
    Dialogue dialogue = example.dialogue();
    Message last = dialogue.messages().get(dialogue.messages().size() - 1);
    return new Score(OTHER, 1, last.content().strip().equals(answer.strip()) ? 1 : 0, null);
  }
}
