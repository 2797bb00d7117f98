package org.glassllm.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.List;
import java.util.Set;
import org.glassllm.model.Gpt;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.token.CharTokenizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beam search against all texts of a tiny vocabulary. */
class BeamSearchTest {
  private static final int[] PROMPT = {1, 2};
  private static final int TOKENS = 4;
  private static final Set<Integer> STOP = Set.of(0);
  private final NDManager manager = Torch.manager();
  private Gpt gpt;
  private BeamSearch.Hypothesis best;

  @BeforeEach
  void build() {
    gpt =
        TinyGpts.initialized(
            TinyGpts.builder().vocabSize(5).context(16).initStd(0.8).build(),
            Kernels.FUSED,
            manager,
            DataType.FLOAT32);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private void exhaust(IntList ids, double logProbability, double penalty) {
    int[] text = new int[PROMPT.length + ids.size()];
    System.arraycopy(PROMPT, 0, text, 0, PROMPT.length);
    ids.toArray(new int[0]);
    for (int i = 0; i < ids.size(); i++) {
      text[PROMPT.length + i] = ids.getInt(i);
    }
    double[] logP =
        TokenDistribution.logProbabilities(new Generator(gpt, null, manager).lastLogits(text));
    for (int next = 0; next < 5; next++) {
      double sum = logProbability + logP[next];
      IntArrayList longer = new IntArrayList(ids);
      if (!STOP.contains(next)) {
        longer.add(next);
      }
      int length = ids.size() + 1;
      if (STOP.contains(next) || length == TOKENS) {
        double score = sum / Math.pow(length, penalty);
        if (best == null || score > best.score()) {
          best = new BeamSearch.Hypothesis(longer, sum, score);
        }
      } else {
        exhaust(longer, sum, penalty);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.6, 1})
  void manyBeamsFindTheBestOfAllTexts(double penalty) {
    exhaust(new IntArrayList(), 0, penalty);
    List<BeamSearch.Hypothesis> found =
        new BeamSearch(200, penalty).search(gpt, PROMPT, TOKENS, STOP, manager);
    assertEquals(best.ids(), found.get(0).ids());
    assertEquals(best.score(), found.get(0).score(), 1e-5);
  }

  @Test
  void oneBeamIsGreedy() {
    Request greedy = new Request(PROMPT, 10, Sampling.GREEDY, Set.of(), "", 1);
    CharTokenizer letters = CharTokenizer.train("abcde");
    String text = new Generator(gpt, letters, manager).generate(greedy);
    BeamSearch.Hypothesis found =
        new BeamSearch(1, 0).search(gpt, PROMPT, 10, Set.of(), manager).get(0);
    assertEquals(text, letters.decode(found.ids().toIntArray()));
  }

  @Test
  void moreBeamsDoNotFindWorseTexts() {
    double before = Double.NEGATIVE_INFINITY;
    for (int beams : new int[] {1, 4, 64}) {
      double score =
          new BeamSearch(beams, 0).search(gpt, PROMPT, 6, Set.of(), manager).get(0).score();
      assertTrue(score >= before - 1e-6);
      before = score;
    }
  }
}
