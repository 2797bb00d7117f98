package org.glassllm.text.tales;

import java.util.ArrayList;
import java.util.List;

/** Small grammars with finitely many stories. */
final class SmallStories {
  private SmallStories() {}

  /**
   * Tells who finds a coin, up to two gifts, and who has it in the end. The probabilities differ:
   * 3/4 · 2/3 and so on.
   */
  static void coin(Teller teller) {
    int holder = teller.choose(Choice.of().add("Al", 3).add("Bo", 1));
    teller.say(" has it.");
    for (int round = 0; round < 2; round++) {
      Choice.Builder go = Choice.of().add(" End: ", 2 + round);
      go.addIf(holder == 0, " Bo gets it.", 1, "Bo has it already");
      go.addIf(holder == 1, " Al gets it.", 1, "Al has it already");
      int step = teller.choose(go);
      if (step == 0) {
        tellHolder(teller, holder);
        return;
      }
      holder = step == 1 ? 1 : 0;
    }
    teller.say(" At last: ");
    tellHolder(teller, holder);
  }

  private static void tellHolder(Teller teller, int holder) {
    teller.choose(
        Choice.of()
            .addIf(holder == 0, "Al.\n", 1, "Bo has it")
            .addIf(holder == 1, "Bo.\n", 1, "Al has it"));
  }

  /** A story and its probability. */
  record Told(String text, double probability) {}

  /** Returns every story of a grammar, by trying all sequences of choices. */
  static List<Told> all(Story story) {
    List<Told> found = new ArrayList<>();
    List<Integer> path = new ArrayList<>();
    do {
      Follower follower = new Follower(path);
      story.tell(follower);
      found.add(new Told(follower.text.toString(), follower.probability));
    } while (next(path, new Follower(path), story));
    return found;
  }

  /** Moves to the next sequence of choices, like an odometer; returns false after the last. */
  private static boolean next(List<Integer> path, Follower follower, Story story) {
    story.tell(follower);
    for (int last = path.size() - 1; last >= 0; last--) {
      Choice choice = follower.choices.get(last);
      for (int i = path.get(last) + 1; i < choice.alternatives().size(); i++) {
        if (choice.alternatives().get(i).weight() > 0) {
          path.subList(last, path.size()).clear();
          path.add(i);
          return true;
        }
      }
    }
    return false;
  }

  /** Follows a path of choices, and after its end the first possible alternatives. */
  private static final class Follower implements Teller {
    private final List<Integer> path;
    private final List<Choice> choices = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private double probability = 1;

    Follower(List<Integer> path) {
      this.path = path;
    }

    @Override
    public int choose(Choice choice) {
      if (choices.size() == path.size()) {
        int first = 0;
        while (choice.alternatives().get(first).weight() == 0) {
          first++;
        }
        path.add(first);
      }
      int taken = path.get(choices.size());
      choices.add(choice);
      Alternative a = choice.alternatives().get(taken);
      text.append(a.text());
      probability *= (double) a.weight() / choice.totalWeight();
      return taken;
    }
  }
}
