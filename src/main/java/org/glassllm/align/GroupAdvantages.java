package org.glassllm.align;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.base.Check;

/**
 * The advantages of GRPO (Shao et al. 2024, section 4.1.2). A group is several responses to one
 * prompt; the mean reward of the group takes the place of a critic. A response with reward r has
 * the advantage {@code (r - mean) / (deviation + 1e-4)}, or {@code r - mean} without division.
 *
 * <p>The deviation is that of the sample, with n - 1 in the denominator, and 1e-4 is added, as in
 * TRL. The division gives easy and hard prompts, whose rewards vary little, more weight (Liu et al.
 * 2025); hence the choice.
 *
 * @param perResponse one advantage per response, in the order of the rewards; their sum in each
 *     group is 0
 * @param zeroVariance for each group, whether all rewards are equal. The advantages of the group
 *     are then exactly 0, and training skips the group.
 */
public record GroupAdvantages(double[] perResponse, boolean[] zeroVariance) {
  private static final double EPSILON = 1e-4;

  /**
   * Returns the advantages of some groups.
   *
   * @param rewards the rewards, group by group
   * @param groupSize number of responses in each group, at least 2
   * @param divide whether the deviation divides the advantages
   */
  public static GroupAdvantages of(double[] rewards, int groupSize, boolean divide) {
    Check.atLeast("groupSize", groupSize, 2);
    if (rewards.length % groupSize != 0) {
      throw Check.illegal(
          "number of rewards", rewards.length, "a multiple of groupSize, " + groupSize);
    }
    double[] advantages = new double[rewards.length];
    boolean[] zeroVariance = new boolean[rewards.length / groupSize];
    for (int group = 0; group < zeroVariance.length; group++) {
      int from = group * groupSize;
      double[] own = Arrays.copyOfRange(rewards, from, from + groupSize);
      zeroVariance[group] = Arrays.stream(own).allMatch(r -> r == own[0]);
      if (!zeroVariance[group]) { // rounding of the mean must not create an advantage
        double mean = TokenStatistics.mean(List.of(own));
        double deviation = Math.sqrt(TokenStatistics.variance(List.of(own)));
        for (int i = 0; i < groupSize; i++) {
          advantages[from + i] = (own[i] - mean) / (divide ? deviation + EPSILON : 1);
        }
      }
    }
    return new GroupAdvantages(advantages, zeroVariance);
  }

  /** Returns the number of groups that training skips. */
  public int skipped() {
    int skipped = 0;
    for (boolean zero : zeroVariance) {
      skipped += zero ? 1 : 0;
    }
    return skipped;
  }

  /** Returns the indices of the responses in groups that training does not skip. */
  public int[] kept() {
    int groupSize = zeroVariance.length == 0 ? 1 : perResponse.length / zeroVariance.length;
    return IntStream.range(0, perResponse.length)
        .filter(i -> !zeroVariance[i / groupSize])
        .toArray();
  }
}
