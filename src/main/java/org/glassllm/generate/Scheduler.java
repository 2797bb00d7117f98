package org.glassllm.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;
import org.glassllm.token.Tokenizer;

/**
 * Generates many texts at once: <em>continuous batching</em> (Yu et al. 2022). Each {@link #step}
 * reads one chunk of a new prompt and decodes one token of every other running request. A request
 * joins and leaves between steps, so nobody waits for the longest text.
 *
 * <p>Keys and values lie in the blocks of a {@link BlockPool}. If blocks run out, the newest
 * running request is <em>pre-empted</em>: its blocks are released, it returns to the front of the
 * queue, and its tokens are read again later. The oldest request always advances, so none starves.
 *
 * <p>Each request gets the tokens that it would get alone, up to rounding.
 */
public final class Scheduler implements AutoCloseable {
  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final Settings settings;
  private final NDManager manager;
  private final BlockPool pool;
  private final PagedCache cache;
  private final Deque<Ticket> waiting = new ArrayDeque<>();
  private final List<Ticket> running = new ArrayList<>();
  private long preemptions;
  private long sharedTokens;

  /**
   * The size of a scheduler.
   *
   * @param rows largest number of running requests, at least 1
   * @param queue largest number of waiting requests, at least 1
   * @param chunk largest number of prompt tokens per step, at least 1
   * @param blockSize tokens per block, at least 1
   * @param blocks number of blocks; they must hold a text as long as the context
   */
  public record Settings(int rows, int queue, int chunk, int blockSize, int blocks) {
    /** Checks the ranges. */
    public Settings {
      Check.positive("rows", rows);
      Check.positive("queue", queue);
      Check.positive("chunk", chunk);
      Check.positive("blockSize", blockSize);
      Check.positive("blocks", blocks);
    }

    /** Returns settings whose memory holds {@code rows} texts as long as the context. */
    public static Settings of(int rows, int context) {
      int size = 16;
      return new Settings(rows, 1024, 128, size, rows * ((context + size - 1) / size));
    }
  }

  /** A request and its text. */
  public static final class Ticket {
    private final Continuation text;
    private final BlockTable table;

    private Ticket(Continuation text, BlockTable table) {
      this.text = text;
      this.table = table;
    }

    /** Returns whether the text is complete. */
    public boolean done() {
      return !text.open();
    }

    /** Returns the text so far, without the prompt. */
    public String text() {
      return text.text();
    }

    private int unread() {
      return text.size() - table.length();
    }
  }

  /** Creates a scheduler for a model; a child of {@code parent} owns its memory. */
  public Scheduler(LanguageModel model, Tokenizer tokenizer, Settings settings, NDManager parent) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.settings = settings;
    Check.positive("model's cached layers", model.cachedLayers());
    Check.atLeast(
        "blocks", (long) settings.blocks() * settings.blockSize(), (long) model.context());
    manager = parent.newSubManager();
    pool = new BlockPool(settings.blocks(), settings.blockSize());
    cache = new PagedCache(pool, model.cachedLayers(), manager);
  }

  /**
   * Adds a request to the queue.
   *
   * @param listener receives each part of the text that is not empty
   * @throws InputException if prompt and text can exceed the context
   * @throws RejectedExecutionException if the queue is full
   */
  public synchronized Ticket submit(Request request, Consumer<String> listener) {
    long longest = (long) request.prompt().length + request.maxTokens();
    if (longest > model.context()) {
      throw new InputException(
          "illegal tokens: prompt and text have up to %s, must be at most the context of %s",
          longest, model.context());
    }
    if (waiting.size() >= settings.queue()) {
      throw new RejectedExecutionException(
          "the queue is full: " + waiting.size() + " requests wait; try again later");
    }
    Continuation text = new Continuation(request, tokenizer, model.context(), listener);
    Ticket ticket = new Ticket(text, new BlockTable(pool));
    if (!ticket.done()) {
      waiting.add(ticket);
    }
    return ticket;
  }

  /** Removes a request; its text stays as it is. */
  public synchronized void cancel(Ticket ticket) {
    waiting.remove(ticket);
    running.remove(ticket);
    ticket.table.release();
  }

  /** Works until no request is left. */
  public void run() {
    while (step()) {
      // each step is work enough
    }
  }

  /**
   * Reads one chunk of a prompt and decodes one token of each other running request.
   *
   * @return whether requests are left
   */
  public synchronized boolean step() {
    admit();
    running.stream().filter(t -> t.unread() > 1).findFirst().ifPresent(this::prefill);
    decode(running.stream().filter(t -> t.unread() == 1).toList());
    running.stream().filter(Ticket::done).forEach(t -> t.table.release());
    running.removeIf(Ticket::done);
    return !running.isEmpty() || !waiting.isEmpty();
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

  private void prefill(Ticket ticket) {
    int tokens = Math.min(settings.chunk(), ticket.unread());
    if (reserve(ticket, tokens)) {
      forward(List.of(ticket), tokens);
    }
  }

  private void decode(List<Ticket> ready) {
    List<Ticket> batch = new ArrayList<>();
    for (Ticket ticket : ready) {
      if (running.contains(ticket) && reserve(ticket, 1)) {
        batch.add(ticket);
      }
    }
    batch.retainAll(running); // a later reservation may have pre-empted an earlier one
    if (!batch.isEmpty()) {
      forward(batch, 1);
    }
  }

  /** Reserves memory; pre-empts the newest requests while there is too little. */
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

  /** Reads the next tokens of each row; a row that is read completely draws a token. */
  private void forward(List<Ticket> rows, int tokens) {
    long[] ids = new long[rows.size() * tokens];
    for (int r = 0; r < rows.size(); r++) {
      int[] unread = rows.get(r).text.from(rows.get(r).table.length());
      for (int t = 0; t < tokens; t++) {
        ids[r * tokens + t] = unread[t];
      }
    }
    float[] logits;
    try (NDManager scope = manager.newSubManager()) {
      List<BlockTable> tables = rows.stream().map(ticket -> ticket.table).toList();
      Pass pass = Pass.inference(scope, model.kernels()).with(cache.rows(tables, tokens, scope));
      NDArray input = scope.create(ids, new Shape(rows.size(), tokens)); // (B, T)
      NDArray last = model.lastLogits(pass, input); // (B, V)
      logits = last.toType(DataType.FLOAT32, false).toFloatArray();
    }
    int v = model.vocabSize();
    for (int r = 0; r < rows.size(); r++) {
      Ticket ticket = rows.get(r);
      if (!running.contains(ticket)) {
        continue; // a listener of an earlier row cancelled it
      }
      for (int t = 0; t < tokens; t++) {
        ticket.table.append((int) ids[r * tokens + t]);
      }
      if (ticket.unread() == 0) {
        ticket.text.accept(Arrays.copyOfRange(logits, r * v, (r + 1) * v));
      }
    }
  }

  /** Returns how often a request lost its memory. */
  public long preemptions() {
    return preemptions;
  }

  /** Returns how many prompt tokens were not computed, because another text begins alike. */
  public long sharedTokens() {
    return sharedTokens;
  }

  /** Returns the number of blocks that no request uses. */
  public int freeBlocks() {
    return pool.free();
  }

  @Override
  public void close() {
    manager.close();
  }
}
