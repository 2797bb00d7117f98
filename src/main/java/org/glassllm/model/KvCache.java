package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Precision;

/**
 * The places of B texts in the slots of a key-value cache. Each text has its own row of consecutive
 * slots; the texts may differ in length.
 *
 * <p>A new token attends to at most {@code window} tokens, itself included; older tokens leave the
 * cache. The logits equal those of a model with a {@linkplain Mask#window sliding-window mask} over
 * the complete text. The logits differ from those of the model on the last {@code window} tokens
 * alone. In deeper layers, cached keys still depend on tokens that left the cache.
 *
 * <p>With <em>attention sinks</em> (Xiao et al. 2023), the first tokens of a text never leave the
 * cache. Beyond the window, a sink has the position directly before the oldest token of the window.
 */
public final class KvCache implements AutoCloseable {
  private final Settings settings;
  private final KvSlots slots;
  private final List<NDArray> turn;
  private int capacity;
  private int[] ends;
  private int[] positions;

  /**
   * The settings of a cache.
   *
   * @param window maximum number of tokens that a new token attends to, itself included
   * @param sinks number of first tokens that never leave the cache, less than {@code window}
   * @param storage dtype of keys and values in memory
   */
  public record Settings(int window, int sinks, Precision storage) {
    /** Checks the range of each field. */
    public Settings {
      Check.positive("window", window);
      Check.within("sinks", sinks, 0, window - 1);
      if (sinks > 0 && storage == Precision.BFLOAT16) { // each step rotates the keys of sinks again
        throw new InputException(
            "illegal sinks: %s, must be 0 for a cache in bfloat16, because rounding errors of their"
                + " keys accumulate; use float32",
            sinks);
      }
    }

    /**
     * Checks that these settings fit a model.
     *
     * @throws InputException if the window exceeds the context, or if there are sinks and the
     *     model's texts end at the context
     */
    public void check(LanguageModel model) {
      if (window > model.context()) {
        throw Check.illegal("window", window, "at most the context, " + model.context());
      }
      if (sinks > 0 && !model.readsBeyondContext()) {
        throw new InputException(
            "illegal sinks: %s, must be 0 for a model whose texts end at the context; use a model"
                + " with RoPE or ALiBi",
            sinks);
      }
    }

    /** Returns settings without sinks, in float32. */
    public static Settings of(int window) {
      return new Settings(window, 0, Precision.FLOAT32);
    }
  }

  /**
   * Creates a cache with one empty text. If a text exceeds the window, the number of slots doubles.
   * The newest tokens then move to the front only once per {@code window} tokens.
   *
   * @param model the model whose keys and values the cache holds
   * @param manager the parent of the manager that owns the arrays
   * @throws InputException if the settings have sinks and the model's texts end at the context
   */
  public KvCache(LanguageModel model, Settings settings, NDManager manager) {
    this.settings = settings;
    settings.check(model);
    capacity = settings.window();
    slots = new KvSlots(model.cachedLayers(), capacity, settings.storage(), manager);
    turn = settings.sinks() == 0 ? List.of() : model.keyRotation(slots.manager());
    ends = new int[1];
    positions = new int[1];
  }

  /** Returns the slots that hold the keys and values. */
  public KvSlots slots() {
    return slots;
  }

  /** Returns the number of tokens that a text has had. */
  public int position(int row) {
    return positions[row];
  }

  /**
   * Assigns slots to new tokens of each text. The next pass must compute these tokens.
   *
   * @param rows ids of the new tokens of each text, at least one
   * @throws IllegalArgumentException if several tokens are appended at once and exceed the window
   */
  public List<NewTokens> append(int[]... rows) {
    check(rows);
    makeRoom(rows);
    List<NewTokens> texts = new ArrayList<>(rows.length);
    for (int row = 0; row < rows.length; row++) {
      int tokens = rows[row].length, end = ends[row] + tokens;
      int first = Math.max(0, end - settings.window()); // older tokens left the window
      if (first > 0) {
        moveSinks(row * capacity + first);
      }
      NewTokens.Run visible = new NewTokens.Run(row * capacity + first, end - first);
      texts.add(new NewTokens(rows[row], positions[row], List.of(visible)));
      ends[row] = end;
      positions[row] += tokens;
    }
    return texts;
  }

  private void check(int[]... rows) {
    for (int row = 0; row < rows.length; row++) {
      int tokens = rows[row].length;
      if (tokens > 1 && ends[row] + tokens > settings.window()) {
        throw new IllegalArgumentException(
            "illegal number of tokens: "
                + ends[row]
                + " cached and "
                + tokens
                + " new, must be at most the window, "
                + settings.window()
                + "; append one token at a time");
      }
    }
  }

  /** Moves the sinks, which were at the beginning of the window, to its new beginning. */
  private void moveSinks(int beginning) {
    if (settings.sinks() > 0) {
      slots.shift(new NewTokens.Run(beginning - 1, settings.sinks()), turn);
    }
  }

  /** Moves the newest tokens of each text to the front if new tokens do not fit at the end. */
  private void makeRoom(int[]... rows) {
    if (IntStream.range(0, rows.length).allMatch(r -> ends[r] + rows[r].length <= capacity)) {
      return;
    }
    List<NewTokens.Run> kept = new ArrayList<>();
    for (int row = 0; row < ends.length; row++) {
      int first = Math.max(0, ends[row] - settings.window());
      kept.add(new NewTokens.Run(row * capacity + first, ends[row] - first));
      ends[row] -= first;
    }
    capacity = 2 * settings.window();
    rearrange(kept);
  }

  /** Copies each run to the beginning of the row with the same index. */
  private void rearrange(List<NewTokens.Run> runs) {
    int[] targets = IntStream.range(0, runs.size()).map(r -> r * capacity).toArray();
    slots.rearrange(runs.size() * capacity, runs, targets);
  }

  /** Removes all tokens of a text; the slots are used again. */
  public void clear(int row) {
    ends[row] = 0;
    positions[row] = 0;
  }

  /** Removes the newest tokens of each text; throws an exception if older tokens already left. */
  public void drop(int tokens) {
    for (int row = 0; row < ends.length; row++) {
      if (positions[row] != ends[row] || positions[row] > settings.window()) {
        throw new IllegalStateException(
            "cannot remove the newest tokens: older tokens already left the window;"
                + " clear the cache instead");
      }
      Check.within("tokens to remove", tokens, 0, ends[row]);
      ends[row] -= tokens;
      positions[row] -= tokens;
    }
  }

  /**
   * Replaces the texts by copies of selected texts, as in beam search.
   *
   * @param rows indices of current texts; the new number of texts is the number of indices
   */
  public void select(int... rows) {
    List<NewTokens.Run> runs =
        Arrays.stream(rows).mapToObj(r -> new NewTokens.Run(r * capacity, ends[r])).toList();
    ends = Arrays.stream(rows).map(r -> ends[r]).toArray();
    positions = Arrays.stream(rows).map(r -> positions[r]).toArray();
    rearrange(runs);
  }

  @Override
  public void close() {
    slots.close();
  }
}
