package org.glassllm.generate;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.glassllm.base.Check;
import org.glassllm.model.LanguageModel;
import org.glassllm.token.Tokenizer;

/**
 * Generates text by speculative decoding. A {@link Draft} proposes tokens, and one pass of the
 * model checks all proposals. Greedy decoding gives the same text as {@link Generator}. Sampled
 * texts have the same distribution, but use different random numbers. Beyond the context,
 * generation continues without drafts.
 */
public final class SpeculativeGenerator {
  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final Draft draft;
  private final int most;
  private final NDManager manager;

  /**
   * A generated text and the counts of its drafts.
   *
   * @param completion the generated text, its ids and the reason of its end
   * @param drafted number of proposed tokens that were checked
   * @param accepted number of proposed tokens that were accepted
   * @param passes number of forward passes of the model, including the prefill
   */
  public record Result(Completion completion, int drafted, int accepted, int passes) {
    /** Returns the generated text, without the prompt. */
    public String text() {
      return completion.text();
    }

    /** Returns the number of new tokens. */
    public int tokens() {
      return completion.ids().size();
    }

    /** Returns the share of proposed tokens that were accepted; 0 without proposals. */
    public double acceptanceRate() {
      return drafted == 0 ? 0 : (double) accepted / drafted;
    }

    /**
     * Returns the number of new tokens per forward pass of the model, which is 1 without drafts.
     */
    public double tokensPerPass() {
      return passes == 0 ? 0 : (double) tokens() / passes;
    }
  }

  /**
   * Creates a generator.
   *
   * @param draft proposes tokens of the same vocabulary
   * @param most maximum number of proposals per pass, at least 1
   * @param manager the parent of each text's manager
   */
  public SpeculativeGenerator(
      LanguageModel model, Tokenizer tokenizer, Draft draft, int most, NDManager manager) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.draft = draft;
    this.most = Check.positive("drafted tokens", most);
    this.manager = manager;
  }

  /** Generates a text; the listener receives each non-empty part of the generated text. */
  public Result generate(Request request, Consumer<String> listener) {
    Continuation text = new Continuation(request, tokenizer, model.context(), listener);
    int drafted = 0, accepted = 0, passes = 0;
    try (Decoder decoder = new Decoder(model, true, manager)) {
      int read = 0;
      while (text.open()) {
        int[] fresh = text.from(read);
        int room = Math.min(most, decoder.room() - fresh.length);
        int left = request.maxTokens() - (text.size() - request.prompt().length) - 1;
        List<Draft.Proposal> proposals =
            Math.min(room, left) < 1
                ? List.of()
                : draft.propose(
                    text.from(0), Math.min(room, left), request.sampling(), text.random());
        passes++;
        if (proposals.isEmpty()) {
          text.accept(decoder.feed(fresh));
          read += fresh.length;
          continue;
        }
        int kept = check(text, proposals, decoder.feedEach(join(fresh, proposals)), fresh.length);
        decoder.drop(proposals.size() - kept);
        read += fresh.length + kept;
        drafted += proposals.size();
        accepted += kept;
      }
    }
    return new Result(text.completion(), drafted, accepted, passes);
  }

  /**
   * Appends the accepted proposals and one more token; returns the number of accepted proposals.
   */
  private int check(
      Continuation text, List<Draft.Proposal> proposals, float[][] logits, int fresh) {
    for (int i = 0; i < proposals.size(); i++) {
      float[] row = logits[fresh - 1 + i];
      double[] p = text.distribution(row).dense(model.vocabSize());
      Draft.Proposal next = proposals.get(i);
      if (text.random().nextDouble() >= Speculation.acceptance(p, next.distribution(), next.id())) {
        double[] residual = Speculation.residual(p, next.distribution());
        text.append(Speculation.draw(text.random(), residual), row);
        return i;
      }
      text.append(next.id(), row);
      if (!text.open()) {
        return i + 1;
      }
    }
    text.accept(logits[fresh - 1 + proposals.size()]); // all proposals accepted: one more token
    return proposals.size();
  }

  private static int[] join(int[] fresh, List<Draft.Proposal> proposals) {
    return IntStream.concat(Arrays.stream(fresh), proposals.stream().mapToInt(Draft.Proposal::id))
        .toArray();
  }
}
