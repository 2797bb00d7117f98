package org.glassllm.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.model.KvSlots;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.NewTokens;
import org.glassllm.tensor.Precision;
import org.glassllm.token.Tokenizer;

/**
 * Generates many texts at the same time by <em>continuous batching</em> (Yu et al. 2022). Each
 * {@link #step} is one pass: it computes chunks of new prompts and decodes one token for every
 * other running request. Requests join and leave the batch between steps, so no request waits for
 * the longest text.
 *
 * <p>Keys and values are stored in the blocks of a {@link BlockPool}. If no block is free, the
 * newest running request is <em>pre-empted</em>. The scheduler releases the blocks of a pre-empted
 * request and returns the request to the front of the queue. Later, all tokens of the request are
 * computed again. The oldest request always advances, so every request finishes.
 *
 * <p>One thread takes the steps. Other threads may submit and cancel requests, and read a request
 * that is done.
 *
 * <p>Up to rounding, each request generates the same tokens as it would alone.
 */
public final class Scheduler implements AutoCloseable {
  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final Settings settings;
  private final NDManager manager;
  private final BlockPool pool;
  private final KvSlots slots;
  private final ReentrantLock turn =
      new ReentrantLock(true); // fair: a step never delays a caller twice
  private final Deque<Ticket> waiting = new ArrayDeque<>();
  private final List<Ticket> running = new ArrayList<>();
  private long preemptions;
  private long sharedTokens;

  /**
   * The limits of a scheduler.
   *
   * @param rows maximum number of running requests, at least 1
   * @param queue maximum number of waiting requests, at least 1
   * @param chunk maximum number of prompt tokens per step, all prompts together, at least 1
   * @param blockSize number of tokens per block, at least 1
   * @param blocks number of blocks; together they must hold at least as many tokens as the context
   */
  public record Settings(int rows, int queue, int chunk, int blockSize, int blocks) {
    /** Checks the range of each field. */
    public Settings {
      Check.positive("rows", rows);
      Check.positive("queue", queue);
      Check.positive("chunk", chunk);
      Check.positive("blockSize", blockSize);
      Check.positive("blocks", blocks);
    }

    /**
     * Returns settings with enough blocks for {@code rows} texts of {@code context} tokens each.
     */
    public static Settings of(int rows, int context) {
      int size = 16;
      return new Settings(rows, 1024, 512, size, rows * ((context + size - 1) / size));
    }
  }

  /** A submitted request: the prompt and the tokens generated so far. */
  public static final class Ticket {
    private final Continuation text;
    private final BlockTable table;
    private RuntimeException failure;
    private volatile boolean done; // written last, so that other threads see the complete result

    private Ticket(Continuation text, BlockTable table) {
      this.text = text;
      this.table = table;
    }

    /** Returns whether the request ended: with a complete text, by a failure, or cancelled. */
    public boolean done() {
      return done;
    }

    /** Publishes the end of the request to other threads. */
    private void end() {
      table.release();
      done = true;
    }

    private boolean ended() {
      return failure != null || !text.open();
    }

    /**
     * Returns the exception of the pass, the sampling or the listener that ended the request, if
     * any.
     */
    public Optional<RuntimeException> failure() {
      return Optional.ofNullable(failure);
    }

    /** Returns the text that is generated so far, without the prompt. */
    public String text() {
      return text.text();
    }

    /**
     * Returns the result so far: text, ids, and the reason of the end once the text is complete.
     */
    public Completion completion() {
      return text.completion();
    }

    private int unread() {
      return text.size() - table.length();
    }

    /** Draws a new token if all tokens of the text are computed. */
    private void draw(float... logits) {
      if (unread() == 0) {
        try {
          text.accept(logits);
        } catch (RuntimeException e) {
          failure = e; // the other requests continue
        }
      }
    }
  }

  /** Creates a scheduler for a model; a child manager of {@code parent} owns the cache. */
  public Scheduler(LanguageModel model, Tokenizer tokenizer, Settings settings, NDManager parent) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.settings = settings;
    Check.positive("cachedLayers of the model", model.cachedLayers());
    Check.atLeast(
        "blocks times blockSize",
        (long) settings.blocks() * settings.blockSize(),
        (long) model.context());
    manager = parent.newSubManager();
    int region = (model.context() + settings.blockSize() - 1) / settings.blockSize();
    pool = new BlockPool(settings.blocks(), settings.blockSize(), region);
    int size = Math.multiplyExact(settings.blocks(), settings.blockSize());
    slots = new KvSlots(model.cachedLayers(), size, Precision.FLOAT32, manager);
  }

  /**
   * Adds a request to the queue.
   *
   * @param listener receives each non-empty part of the generated text
   * @throws InputException if an id is not in the vocabulary, or if the prompt and the new tokens
   *     together can exceed the context
   * @throws RejectedExecutionException if the queue is full
   */
  public Ticket submit(Request request, Consumer<String> listener) {
    long longest = (long) request.prompt().length + request.maxTokens();
    if (longest > model.context()) {
      throw new InputException(
          "illegal tokens: the prompt and the new tokens are %s together, must be at most the"
              + " context, %s; shorten the prompt or request fewer new tokens",
          longest, model.context());
    }
    for (int id : request.prompt()) {
      Check.within("id of a token", id, 0, model.vocabSize() - 1);
    }
    Continuation text = new Continuation(request, tokenizer, model.context(), listener);
    Ticket ticket = new Ticket(text, new BlockTable(pool));
    if (ticket.ended()) {
      ticket.end();
      return ticket;
    }
    turn.lock();
    try {
      if (waiting.size() >= settings.queue()) {
        throw new RejectedExecutionException(
            "the queue is full: "
                + waiting.size()
                + " requests wait, which is the maximum; try again later");
      }
      waiting.add(ticket);
    } finally {
      turn.unlock();
    }
    return ticket;
  }

  /** Removes a request; the text that was generated so far remains available. */
  public void cancel(Ticket ticket) {
    turn.lock();
    try {
      waiting.remove(ticket);
      running.remove(ticket);
      ticket.end();
    } finally {
      turn.unlock();
    }
  }

  /** Takes steps until no request is left. */
  public void run() {
    while (step()) {
      // the loop needs no body: each step does the work
    }
  }

  /**
   * Computes chunks of prompts and decodes one token for each other running request, in one pass.
   *
   * @return whether requests are left
   */
  public boolean step() {
    turn.lock();
    try {
      admit();
      forward(reserve());
      running.stream().filter(Ticket::ended).forEach(Ticket::end);
      running.removeIf(Ticket::ended);
      return !running.isEmpty() || !waiting.isEmpty();
    } finally {
      turn.unlock();
    }
  }

  /** Starts waiting requests, the oldest first, while there is memory for all their tokens. */
  private void admit() {
    while (running.size() < settings.rows() && !waiting.isEmpty()) {
      Ticket next = waiting.element();
      next.table.shareBeginning(next.text.from(0));
      if (!next.table.reserve(next.unread())) {
        next.table.release();
        return;
      }
      sharedTokens += next.table.length();
      running.add(waiting.remove());
    }
  }

  /**
   * Reserves blocks for the tokens of the next pass, the oldest request first. All prompts together
   * get at most {@code chunk} tokens per pass, so a long prompt does not delay the other requests.
   *
   * @return the number of tokens of each request in the pass
   */
  private Map<Ticket, Integer> reserve() {
    Map<Ticket, Integer> pass = new LinkedHashMap<>(); // the order of rows affects rounding
    int chunk = settings.chunk();
    for (Ticket ticket : List.copyOf(running)) {
      int tokens = ticket.unread() == 1 ? 1 : Math.min(chunk, ticket.unread());
      if (tokens > 0 && running.contains(ticket) && reserve(ticket, tokens)) {
        chunk -= ticket.unread() == 1 ? 0 : tokens;
        pass.put(ticket, tokens);
      }
    }
    pass.keySet().retainAll(running); // reservations may have pre-empted requests
    return pass;
  }

  /**
   * Reserves blocks for more tokens; pre-empts the newest requests while too few blocks are free.
   */
  private boolean reserve(Ticket ticket, int tokens) {
    while (!ticket.table.reserve(tokens)) {
      Ticket newest = running.remove(running.size() - 1);
      newest.table.release();
      waiting.addFirst(newest);
      preemptions++;
      if (newest == ticket) {
        return false;
      }
    }
    return true;
  }

  /** Computes new tokens of each request; a request without uncomputed tokens draws a new token. */
  private void forward(Map<Ticket, Integer> pass) {
    if (pass.isEmpty()) {
      return;
    }
    List<Ticket> rows = new ArrayList<>(pass.keySet()); // in the order in which attention is fast
    rows.sort(Comparator.comparing((Ticket t) -> pass.get(t)).thenComparing(t -> t.table.start()));
    List<NewTokens> texts = new ArrayList<>();
    for (Ticket ticket : rows) {
      int[] unread = ticket.text.from(ticket.table.length());
      texts.add(ticket.table.extension(Arrays.copyOf(unread, pass.get(ticket))));
    }
    float[] logits;
    try (NDManager scope = manager.newSubManager()) {
      NDArray last = model.logits(scope, slots, texts, false); // (B, V)
      logits = last.toType(DataType.FLOAT32, false).toFloatArray();
    } catch (RuntimeException e) { // waiting requests continue
      rows.forEach(ticket -> ticket.failure = e);
      return;
    }
    int v = model.vocabSize();
    for (int r = 0; r < rows.size(); r++) {
      Ticket ticket = rows.get(r);
      if (running.contains(ticket)) { // no listener of an earlier row cancelled the request
        ticket.table.append(texts.get(r).ids());
        ticket.draw(Arrays.copyOfRange(logits, r * v, (r + 1) * v));
      }
    }
  }

  /** Returns the number of pre-emptions so far. */
  public long preemptions() {
    return preemptions;
  }

  /** Returns the number of prompt tokens that were shared with other texts instead of computed. */
  public long sharedTokens() {
    return sharedTokens;
  }

  /** Returns the number of blocks that no request uses. */
  public int freeBlocks() {
    return pool.free();
  }

  @Override
  public void close() {
    turn.lock();
    try {
      slots.close();
      manager.close();
    } finally {
      turn.unlock();
    }
  }
}
