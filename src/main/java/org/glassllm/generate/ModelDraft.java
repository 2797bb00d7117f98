package org.glassllm.generate;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.glassllm.base.Check;
import org.glassllm.model.LanguageModel;

/** A draft from a smaller model with the same tokenizer. */
public final class ModelDraft implements Draft {
  private final LanguageModel model;
  private final Decoder decoder;
  private int[] read = {};

  /**
   * Creates a draft.
   *
   * @param model the smaller model
   * @param vocabSize V of the target model, which must equal that of the smaller model
   * @param manager the parent of the manager that owns the draft's cache
   */
  public ModelDraft(LanguageModel model, int vocabSize, NDManager manager) {
    if (model.vocabSize() != vocabSize) {
      throw Check.illegal(
          "vocabulary size of the draft", model.vocabSize(), "that of the model, " + vocabSize);
    }
    this.model = model;
    decoder = new Decoder(model, true, manager);
  }

  @Override
  public List<Proposal> propose(int[] text, int most, Sampling sampling, SplittableRandom random) {
    List<Proposal> proposals = new ArrayList<>();
    int same = Math.max(0, Arrays.mismatch(read, text));
    same = Math.min(same, text.length - 1); // the last token is computed again for its logits
    if (read.length > 0) {
      decoder.drop(read.length - same);
    }
    int[] all = text;
    while (proposals.size() < most && all.length <= model.context()) {
      float[] logits = decoder.feed(Arrays.copyOfRange(all, same, all.length));
      same = all.length;
      TokenDistribution q = TokenDistribution.of(logits, sampling, all);
      int id = q.draw(random);
      proposals.add(new Proposal(id, q.dense(model.vocabSize())));
      all = Arrays.copyOf(all, all.length + 1);
      all[all.length - 1] = id;
    }
    read = Arrays.copyOf(all, same);
    return proposals;
  }

  @Override
  public void close() {
    decoder.close();
  }
}
