package org.glassllm.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.glassllm.base.Check;
import org.glassllm.base.Progress;
import org.glassllm.batch.Batch;
import org.glassllm.batch.TokenSource;
import org.glassllm.loss.NextToken;
import org.glassllm.loss.Objective;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;

/**
 * Measures the cross-entropy of a model on a text. Every token except the first is predicted once.
 *
 * <p>The text is split into windows of the context length; window i starts at token {@code i ·
 * stride}. A window predicts only tokens that no earlier window predicts. If the stride equals the
 * context length, no token is computed twice. However, the first tokens of a window have few
 * previous tokens. A smaller stride gives each token more previous tokens and a lower loss, at
 * context/stride times the cost. Always report the stride with the loss.
 */
public final class TextLoss {
  private static final int MOST_ROWS = 16;

  /** Maximum number of logits in a batch, 256 MB in float32. */
  private static final long MOST_LOGITS = 1 << 26;

  /** Maximum attention scores per head in a batch; reached only by contexts above 1024 tokens. */
  private static final long MOST_SCORES = 1 << 24;

  private final TokenSource text;
  private final int stride;
  private final long most;
  private final NDManager manager;

  /**
   * The measured loss of a text.
   *
   * @param totalNll sum of the negative log-likelihoods over the predicted tokens, in nats
   * @param tokens number of predicted tokens
   */
  public record Result(double totalNll, long tokens) {
    /** Returns the mean cross-entropy in nats. */
    public double loss() {
      return totalNll / tokens;
    }

    /** Returns the perplexity, {@code exp(loss)}. */
    public double perplexity() {
      return Math.exp(loss());
    }
  }

  /**
   * Creates a measurement of a complete text.
   *
   * @param text ids of the text, at least two tokens
   * @param stride tokens between the starts of two windows, from 1 to the context length; 0 stands
   *     for the context length
   * @param manager the parent of each batch's manager
   */
  public TextLoss(TokenSource text, int stride, NDManager manager) {
    this(text, stride, Long.MAX_VALUE, manager);
  }

  /**
   * Creates a measurement of a limited number of tokens.
   *
   * @param most maximum number of predicted tokens; in a longer text, the selected windows are
   *     evenly spaced
   */
  public TextLoss(TokenSource text, int stride, long most, NDManager manager) {
    this.text = text;
    this.stride = Check.atLeast("stride", stride, 0);
    this.most = Check.atLeast("maximum number of tokens", most, 1);
    this.manager = manager;
    Check.atLeast("number of tokens", text.size(), 2);
  }

  /** Returns the loss of a model on the text. */
  public Result measure(LanguageModel model) {
    return measure(model, Progress.NONE);
  }

  /** Returns the loss of a model on the text; reports progress after each batch. */
  public Result measure(LanguageModel model, Progress progress) {
    int context = model.context();
    int step = stride == 0 ? context : Check.within("stride", stride, 1, context);
    long all = 1 + Math.max(0, (text.size() - 1 - context + step - 1) / step);
    long windows = text.size() - 1 <= most ? all : Math.min(all, Math.max(1, most / step));
    double total = 0;
    long counted = 0;
    Objective<Batch> objective = new NextToken(model);
    long byLogits = MOST_LOGITS / ((long) context * model.vocabSize());
    long byScores = MOST_SCORES / ((long) context * context);
    int rows = (int) Math.max(1, Math.min(MOST_ROWS, Math.min(byLogits, byScores)));
    for (long first = 0; first < windows; first += rows) {
      progress.at(first, windows);
      long[] indices =
          LongStream.range(first, Math.min(first + rows, windows))
              .map(i -> spread(i, windows, all))
              .toArray();
      Batch batch = windows(indices, context, step);
      try (NDManager scope = manager.newSubManager()) {
        NDArray sum = objective.sum(Pass.inference(scope, model.kernels()), batch);
        total += sum.toType(DataType.FLOAT64, false).getDouble();
      }
      counted += batch.counted();
    }
    progress.at(windows, windows);
    return new Result(total, counted);
  }

  /** Returns {@code i · all / chosen}, computed without overflow. */
  private static long spread(long i, long chosen, long all) {
    return i * (all / chosen) + i * (all % chosen) / chosen;
  }

  /** Returns windows as rows of a batch; ignores targets that earlier windows predict. */
  private Batch windows(long[] indices, int context, int step) {
    long[] inputs = new long[indices.length * context];
    long[] targets = new long[indices.length * context];
    Arrays.fill(targets, Batch.IGNORE);
    for (int r = 0; r < indices.length; r++) {
      long start = indices[r] * step;
      int length = (int) Math.min(context, text.size() - 1 - start);
      int fresh = indices[r] == 0 ? 0 : context - step;
      int[] ids = new int[length + 1];
      text.read(start, ids);
      for (int t = 0; t < length; t++) {
        inputs[r * context + t] = ids[t];
        if (t >= fresh) {
          targets[r * context + t] = ids[t + 1];
        }
      }
    }
    return new Batch(inputs, targets, indices.length, context);
  }
}
