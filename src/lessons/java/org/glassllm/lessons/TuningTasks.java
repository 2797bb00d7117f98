package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.align.AnswerEvaluation;
import org.glassllm.align.Rendering;
import org.glassllm.base.Progress;
import org.glassllm.batch.Example;
import org.glassllm.batch.TokenSource;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.model.LanguageModel;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Tales;
import org.glassllm.text.tasks.Courtesy;
import org.glassllm.text.tasks.Part;
import org.glassllm.text.tasks.Skills;
import org.glassllm.text.tasks.TaskSource;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTrainer;

/**
 * The texts of lesson 11: tales, and translations of short sentences between English and Chinese.
 * The tokenizer learns from both. No held-out sentence occurs in the training examples.
 */
public final class TuningTasks {
  private static final int EXAMPLES = 6000;
  private static final int QUESTIONS = 100;
  private static final int ANSWER = 40;

  /** Share of training answers that end with a polite sentence. */
  private static final double POLITE = 0.2;

  private static final PromptTemplate TEMPLATE = PromptTemplate.named("alpaca");

  private final int context;
  private final String tales = Tales.generateBytes(1, 300_000);
  private final Tokenizer tokenizer;
  private final List<Instruction> heldOut = tasks(Part.HELD_OUT, QUESTIONS, 0);

  /**
   * The measurements of a model.
   *
   * @param step number of steps of fine-tuning
   * @param answers the answers to held-out instructions
   * @param tales loss on unseen tales
   */
  public record Score(long step, AnswerEvaluation.Result answers, double tales) {}

  TuningTasks(int context) {
    this.context = context;
    StringBuilder text = new StringBuilder(tales);
    for (Instruction task : tasks(Part.TRAIN, EXAMPLES / 4, POLITE)) {
      text.append("### Instruction:\n").append(task.instruction());
      text.append("\n\n### Input:\n").append(task.input());
      text.append("\n\n### Response:\n").append(task.output());
    }
    Tokenizer plain = BpeTrainer.train(text.toString(), BpeSettings.of(512));
    tokenizer = plain.withSpecials(TEMPLATE.missing(plain));
  }

  private static List<Instruction> tasks(Part part, int count, double courtesy) {
    TaskSource source = new TaskSource(Skills.named(List.of("translate"), Skills.all()), part, 1);
    return IntStream.range(0, count).mapToObj(i -> source.instruction(i, courtesy)).toList();
  }

  /** Returns the format of prompts and answers, with the tokenizer. */
  public Rendering rendering() {
    return new Rendering(TEMPLATE, tokenizer);
  }

  /** Returns the tales of the base model's training. */
  TokenSource tales() {
    return TokenSource.of(tokenizer.encode(tales));
  }

  /** Returns the training examples. */
  public List<Example> translations() {
    return tasks(Part.TRAIN, EXAMPLES, POLITE).stream().map(rendering()::of).toList();
  }

  /** Returns training examples whose answers end with a polite sentence. */
  public List<Example> politeTranslations() {
    return tasks(Part.TRAIN, EXAMPLES, 1).stream().map(rendering()::of).toList();
  }

  /** Returns an example whose loss counts all tokens, those of the prompt too. */
  public static Example allTokens(Example example) {
    return Example.of(new int[0], example.ids());
  }

  /** Returns the held-out instructions with their right answers. */
  public List<Instruction> heldOut() {
    return heldOut;
  }

  /** Returns the answers of a model to the held-out instructions. */
  public List<String> answers(LanguageModel model, NDManager manager) {
    return evaluation(model, manager).answers(List.copyOf(heldOut), Progress.NONE);
  }

  /** Returns the share of answers that end with a polite sentence. */
  public static double polite(List<String> answers) {
    return (double) answers.stream().filter(Courtesy::ends).count() / answers.size();
  }

  private AnswerEvaluation evaluation(LanguageModel model, NDManager manager) {
    return new AnswerEvaluation(model, rendering(), ANSWER, QUESTIONS, manager);
  }

  /** Measures a model on the held-out instructions and on unseen tales. */
  public Score score(long step, LanguageModel model, NDManager manager) {
    TokenSource unseen = TokenSource.of(tokenizer.encode(Tales.generateBytes(2, 20_000)));
    return new Score(
        step,
        evaluation(model, manager).measure(List.copyOf(heldOut), Progress.NONE),
        new TextLoss(unseen, context, manager).measure(model).loss());
  }
}
