package org.glassllm.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that are killed at system calls resume to the bits of the run that was never killed. {@code
 * mvn verify -Pslow} kills 300 times; {@code -Dglass.kills=N} sets another number.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("glass.kills", 300);
  private static final long SEED = Long.getLong("glass.kills.seed", 1);

  /** Most kills in a run before it is resumed to its end. */
  private static final int CHAIN = 3;

  @TempDir Path folder;

  @BeforeAll
  static void strace() throws InterruptedException {
    String missing = Strace.missing();
    assumeTrue(missing == null, missing);
  }

  @Test
  void fourKillsAtSystemCallsDoNotChangeARun() throws Exception {
    Killer killer = new Killer(KillRecipe.SEVERAL, folder, 1);
    killer.chain(List.of("mkdir", "rename", "fsync", "unlink"));
    System.err.println("kills: " + killer.kills());
    assertEquals(List.of(), killer.failures());
    assertTrue(killer.kills().size() >= 3, () -> "kills: " + killer.kills());
  }

  @Tag("slow")
  @Test
  void threeHundredKillsDoNotChangeARun() throws Exception {
    Map<String, Integer> kills = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    List<KillRecipe> recipes = new ArrayList<>(List.of(KillRecipe.values()));
    recipes.remove(KillRecipe.SEVERAL);
    List<Killer> killers = new ArrayList<>();
    for (KillRecipe recipe : recipes) {
      killers.add(new Killer(recipe, folder.resolve(recipe.name()), SEED));
    }
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          while (killers.stream().mapToInt(k -> sum(k.kills())).sum() < KILLS) {
            chain(killers, next.getAndIncrement());
          }
        };
    CompletableFuture.allOf(CompletableFuture.runAsync(worker), CompletableFuture.runAsync(worker))
        .get();
    for (int i = 0; i < killers.size(); i++) {
      Killer killer = killers.get(i);
      System.err.println(recipes.get(i) + ": kills " + killer.kills());
      killer.kills().forEach((call, n) -> kills.merge(call, n, Integer::sum));
      failures.addAll(killer.failures());
    }
    System.err.println("all: " + sum(kills) + " kills " + kills + ", wrong " + failures.size());
    assertEquals(List.of(), failures);
  }

  /** Kills a run of one recipe one to three times; in the end each recipe meets every call. */
  private static void chain(List<Killer> killers, int number) {
    Killer killer = killers.get(number % killers.size());
    List<String> calls = killer.calls(), chain = new ArrayList<>();
    int round = number / killers.size();
    for (int i = 0; i <= round % CHAIN; i++) {
      chain.add(calls.get((round + i * 3) % calls.size()));
    }
    killer.chain(chain);
  }

  private static int sum(Map<String, Integer> kills) {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }
}
