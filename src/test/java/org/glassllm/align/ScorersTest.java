package org.glassllm.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.batch.Collator;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Torch;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Dice;
import org.glassllm.text.tasks.Reward;
import org.glassllm.text.tasks.Skills;
import org.glassllm.text.tasks.Task;
import org.junit.jupiter.api.Test;

/** The scores of rollouts. */
class ScorersTest {
  private static Response response(Instruction task, String answer, int... ids) {
    return new Response(new RolloutPrompt(new int[] {1, 2}, task), ids, true, answer);
  }

  @Test
  void rulesReadInstructionAndAnswer() {
    Task task = Skills.named(List.of("add"), Skills.all()).get(0).draw(new Dice(3));
    Instruction i = task.example();
    List<Response> answers =
        List.of(response(i, i.output(), 0), response(i, "Zzz", 0), response(i, "", 0));
    assertArrayEquals(new double[] {1, 0, 0}, RuleScorer.RIGHT.scores(answers));
    double[] rewards = RuleScorer.REWARD.scores(answers);
    assertEquals(Reward.of(i.prompt(), i.output()).total(), rewards[0]);
    assertTrue(rewards[0] > 0.5 && rewards[1] == 0 && rewards[2] == 0);
    Instruction unknown = new Instruction("Sing.", "", "La");
    for (RuleScorer rule : RuleScorer.values()) {
      assertThrows(InputException.class, () -> rule.scores(List.of(response(unknown, "La", 0))));
    }
  }

  @Test
  void aRewardModelScoresPromptAndResponse() {
    try (NDManager manager = Torch.manager()) {
      ValueModel model = ValueModel.reward(TinyRollouts.gpt(manager));
      model.initialize(manager, DataType.FLOAT32);
      Instruction task = new Instruction("Write.", "", "d");
      List<Response> all =
          List.of(
              response(task, "", 3, 6),
              response(task, "", 6),
              response(task, "", 1, 4, 4, 6),
              response(task, "", 5, 2, 0));
      double[] expected = new double[4];
      for (int i = 0; i < 4; i++) {
        try (NDManager scope = manager.newSubManager()) {
          Pass pass = Pass.inference(scope, model.kernels());
          List<org.glassllm.batch.Example> text = List.of(all.get(i).text());
          expected[i] = model.rewards(pass, new Collator(0).batch(text)).getFloat();
        }
      }
      for (int rows = 1; rows < 6; rows++) {
        double[] found = new RewardScorer("judge", model, rows, manager).scores(all);
        assertArrayEquals(expected, found, 1e-5);
      }
      assertTrue(Math.abs(expected[0] - expected[2]) > 1e-3);
      Autograd.off();
      model.headParameters().values().iterator().next().getArray().muli(Float.NaN);
      Scorer diverged = new RewardScorer("judge", model, 2, manager);
      String refused = assertThrows(InputException.class, () -> diverged.scores(all)).getMessage();
      assertTrue(refused.contains("reward model judge gives the score NaN"), refused);
    }
  }
}
