package org.glassllm.tensor;

import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads in each of which libtorch computes with that one thread only. */
public final class SingleThreads implements AutoCloseable {
  private final int count;
  private final ExecutorService executor;

  /**
   * @param count how many, at least 1
   */
  public SingleThreads(int count) {
    this.count = count;
    Torch.engine();
    int callers = JniUtils.getNumThreads();
    executor = Executors.newFixedThreadPool(count, SingleThreads::thread);
    // The setting is each thread's own, but threads to come inherit the last one: start all, then
    // give the caller's back.
    List<Callable<Integer>> nothing = new ArrayList<>();
    CyclicBarrier all = new CyclicBarrier(count);
    for (int i = 0; i < count; i++) {
      nothing.add(all::await);
    }
    run(nothing);
    JniUtils.setNumThreads(callers);
  }

  private static Thread thread(Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              JniUtils.setNumThreads(1);
              JniUtils.setGradMode(true); // this too is each thread's own
              work.run();
            },
            "rows");
    thread.setDaemon(true);
    return thread;
  }

  /** Number of threads. */
  public int count() {
    return count;
  }

  /** Number of threads that libtorch shares out the caller's operations to. */
  public static int available() {
    Torch.engine();
    return JniUtils.getNumThreads();
  }

  /** Runs tasks, one to a thread, and returns their results in order. */
  public <T> List<T> run(List<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while other threads computed", e);
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
