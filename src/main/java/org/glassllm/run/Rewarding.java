package org.glassllm.run;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.glassllm.align.Rendering;
import org.glassllm.align.ResponseSampler;
import org.glassllm.align.RewardScorer;
import org.glassllm.align.RolloutCollector;
import org.glassllm.align.RolloutPrompt;
import org.glassllm.align.RuleScorer;
import org.glassllm.align.Scorer;
import org.glassllm.align.ValueModel;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.FrozenFolder;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.model.Gpt;
import org.glassllm.model.LanguageModel;
import org.glassllm.tensor.Seeds;
import org.glassllm.text.examples.Example;
import org.glassllm.text.examples.Instruction;
import org.glassllm.token.Tokenizer;

/**
 * The prompts, the scores and the reference policy of a stage of reinforcement learning.
 *
 * @param stage the stage
 * @param reward {@link #RULE}, {@link #RIGHT}, or the absolute path of a run of a reward model
 * @param tokens maximum number of tokens in a response
 * @param missingEosPenalty is subtracted from the score of a truncated response
 */
record Rewarding(FineTuning stage, String reward, int tokens, double missingEosPenalty) {
  /** The true reward of a generated instruction, which a program computes. */
  static final String RULE = "rule";

  /** 1 for a right answer to a generated instruction, otherwise 0. */
  static final String RIGHT = "right";

  /** Maximum number of held-out prompts that an evaluation during training answers. */
  private static final int HELD_OUT = 128;

  /** Number of responses that are generated or measured at the same time. */
  private static final int ROWS = 32;

  /** Returns the reward in a form that is valid in any folder. */
  static String located(String reward) {
    boolean rule = RULE.equals(reward) || RIGHT.equals(reward);
    return rule ? reward : Path.of(reward).toAbsolutePath().normalize().toString();
  }

  /** Returns whether a reward model gives the scores; otherwise a rule does. */
  boolean isModel() {
    return !reward.equals(RULE) && !reward.equals(RIGHT);
  }

  /**
   * Checks that the reward can judge the responses to every prompt.
   *
   * @param tokenizer the tokenizer of the policy
   * @param context the context of the policy
   */
  void check(RunData data, Tokenizer tokenizer, int context) {
    Rendering rendering = new Rendering(PromptTemplate.named(stage.template()), tokenizer);
    new RewardCheck(this, rendering, context).require((InstructionData) data);
  }

  /**
   * Copies the reference policy and the reward model into the folder of a new run.
   *
   * @return the copied checkpoint of the reward model; empty if a rule computes the reward
   */
  Optional<RunRecord.Parent> freeze(Workplace work) {
    if (work.model().frozenBase().isEmpty()) {
      work.folder().reference(FrozenFolder.Kind.MODEL).writeModel((Gpt) work.model());
    }
    return isModel()
        ? Optional.of(
            RunFolder.open(Path.of(reward)).checkpoints().fromBest(best -> copy(best, work)))
        : Optional.empty();
  }

  private RunRecord.Parent copy(Checkpoint best, Workplace work) {
    if (!Hash.sha256(best.folder().resolve("tokenizer.json"))
        .equals(Hash.sha256(work.folder().tokenizerFile()))) {
      throw new InputException(
          "the reward model %s has another tokenizer than the policy; train the reward model from"
              + " the same run as the policy",
          reward);
    }
    work.folder().rewardModel().copyModel(best, work.manager());
    return RunRecord.Parent.of(Path.of(reward), best);
  }

  /** Returns the reference policy; adapters share their base model with it. */
  LanguageModel reference(Workplace work) {
    Optional<Gpt> base = work.model().frozenBase();
    if (base.isPresent()) {
      return base.get();
    }
    FrozenFolder frozen = work.folder().reference(FrozenFolder.Kind.MODEL).verified();
    return frozen.loadModel(work.manager(), work.model().kernels());
  }

  /** Returns the scorer of responses. */
  Scorer scorer(Workplace work) {
    Scorer scorer = isModel() ? rewardModel(work) : rule();
    return scorer.withMissingEosPenalty(missingEosPenalty);
  }

  private Scorer rule() {
    return reward.equals(RULE) ? RuleScorer.REWARD : RuleScorer.RIGHT;
  }

  private Scorer rewardModel(Workplace work) {
    FrozenFolder frozen = work.folder().rewardModel().verified();
    NDManager manager = work.manager();
    ValueModel model = ValueModel.reward(frozen.loadModel(manager, work.model().kernels()));
    model.initialize(manager, DataType.FLOAT32);
    frozen.loadHead(model.headParameters());
    return new RewardScorer(frozen.folder().toString(), model, ROWS, manager);
  }

  /**
   * Returns the collector of rollouts.
   *
   * @param perRollout number of prompts in a rollout
   */
  RolloutCollector collector(
      Workplace work, LanguageModel reference, Scorer scorer, int perRollout) {
    List<RolloutPrompt> prompts = prompts(work, false);
    long seed = work.recipe().training().seed();
    return collector(work, reference, scorer, new RolloutPrompt.Plan(prompts, perRollout, seed));
  }

  /** Returns the collector of held-out prompts, all in one rollout. */
  RolloutCollector heldOut(Workplace work, LanguageModel reference, Scorer scorer) {
    List<RolloutPrompt> prompts = prompts(work, true);
    long seed = new Seeds(work.recipe().training().seed()).at(Seeds.Purpose.SAMPLING, -1, 0);
    return collector(
        work, reference, scorer, new RolloutPrompt.Plan(prompts, prompts.size(), seed));
  }

  private RolloutCollector collector(
      Workplace work, LanguageModel reference, Scorer scorer, RolloutPrompt.Plan prompts) {
    int end = PromptTemplate.named(stage.template()).end(work.tokenizer());
    ResponseSampler sampler =
        new ResponseSampler(work.model(), work.tokenizer(), end, tokens, ROWS, work.manager());
    return new RolloutCollector(prompts, sampler, scorer, reference, ROWS);
  }

  private List<RolloutPrompt> prompts(Workplace work, boolean heldOut) {
    PromptTemplate template = PromptTemplate.named(stage.template());
    Rendering rendering = new Rendering(template, work.tokenizer());
    InstructionData data = (InstructionData) work.data();
    InstructionData.Questions questions =
        heldOut ? data.heldOut(rendering, HELD_OUT) : data.training(rendering);
    return instructions(questions).stream()
        .map(instruction -> RolloutPrompt.of(rendering, instruction))
        .toList();
  }

  /** Returns the instructions; dialogues are refused. */
  static List<Instruction> instructions(InstructionData.Questions questions) {
    List<Instruction> all = new ArrayList<>();
    for (Example example : questions.examples()) {
      if (!(example instanceof Instruction instruction)) {
        throw new InputException(
            "%s has dialogues, must have instructions; give instructions in Alpaca's layout",
            questions.count().file());
      }
      all.add(instruction);
    }
    return all;
  }
}
