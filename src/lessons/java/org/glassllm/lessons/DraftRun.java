package org.glassllm.lessons;

import java.util.ArrayList;
import java.util.List;
import org.glassllm.generate.Draft;
import org.glassllm.generate.Generator;
import org.glassllm.generate.ModelDraft;
import org.glassllm.generate.NgramDraft;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.generate.SpeculativeGenerator;
import org.glassllm.model.LanguageModel;

/** Continues tales by speculative decoding and counts drafts and passes. */
final class DraftRun {
  static final int TALES = 4;
  static final int NEW = 128;
  private static final int LONGEST = 6;

  private final ModelPair pair;
  private final List<Request> requests = new ArrayList<>();
  private final List<String> plain;

  /**
   * The counts of all tales together.
   *
   * @param drafted number of proposed tokens
   * @param accepted number of them that were accepted
   * @param passes of the target model
   * @param tokens number of new tokens
   * @param same number of texts that equal those of plain decoding
   */
  record Result(int drafted, int accepted, int passes, int tokens, int same) {
    double rate() {
      return (double) accepted / drafted;
    }

    double tokensPerPass() {
      return (double) tokens / passes;
    }
  }

  DraftRun(ModelPair pair, Sampling sampling) {
    this.pair = pair;
    for (int[] prompt : pair.prompts(TALES, BatchRun.PROMPT)) {
      requests.add(Request.of(prompt, NEW, sampling, requests.size()));
    }
    Generator generator = new Generator(pair.target(), pair.tokenizer(), pair.manager());
    plain = requests.stream().map(generator::generate).toList();
  }

  /** Drafts from the text itself. */
  Result ngram(int most) {
    return run(new NgramDraft(LONGEST, pair.target().vocabSize()), most);
  }

  /** Drafts with a model. */
  Result model(LanguageModel draft, int most) {
    try (Draft drafts = new ModelDraft(draft, pair.target().vocabSize(), pair.manager())) {
      return run(drafts, most);
    }
  }

  private Result run(Draft draft, int most) {
    SpeculativeGenerator generator =
        new SpeculativeGenerator(pair.target(), pair.tokenizer(), draft, most, pair.manager());
    Result sum = new Result(0, 0, 0, 0, 0);
    for (Request request : requests) {
      SpeculativeGenerator.Result r = generator.generate(request, part -> {});
      boolean same = r.text().equals(plain.get((int) request.seed()));
      sum =
          new Result(
              sum.drafted + r.drafted(),
              sum.accepted + r.accepted(),
              sum.passes + r.passes(),
              sum.tokens + r.tokens(),
              sum.same + (same ? 1 : 0));
    }
    return sum;
  }
}
