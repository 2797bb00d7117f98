package org.glassllm.course.l16;

import java.util.Arrays;
import org.glassllm.course.Contract;
import org.glassllm.exercises.l16.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code AcceptOrReject}. */
abstract class AcceptOrRejectContract extends Contract<Tasks.AcceptOrReject> {
  private static final int PARTS = 64;

  /** Rows for the place of the draft and for the place after it. */
  private static final double[][] P = {{0.375, 0.25, 0.375}, {0.125, 0.75, 0.125}};

  private static final double[][] Q = {{0.125, 0.75, 0.125}};

  AcceptOrRejectContract(Tasks.AcceptOrReject code) {
    super(16, Tasks.AcceptOrReject.class, code);
  }

  @Test
  void anUnlikelyDraftIsAcceptedInPOverQCases() {
    for (double u : new double[] {0, 0.3, 0.34, 0.9}) {
      same(
          "token 1 has p = 1/4 and q = 3/4; is it accepted at u = " + u + "?",
          u < 1 / 3.0,
          code().next(P, Q, new int[] {1}, new double[] {u, 0.1})[0] == 1,
          "accept a draft if u is less than p(x) / q(x)");
    }
    same(
        "token 0 has p = 3/8 and q = 1/8; is it accepted at u = 0.9?",
        true,
        code().next(P, Q, new int[] {0}, new double[] {0.9, 0.9})[0] == 0,
        "a draft that the target finds likelier than the draft does is always accepted");
    same(
        "token 0 has p = 0; is it accepted at u = 0?",
        false,
        code()
                .next(
                    new double[][] {{0, 1}, {0, 1}},
                    new double[][] {{0.5, 0.5}},
                    new int[] {0},
                    new double[] {0, 0.5})[0]
            == 0,
        "accept a draft only if u is less than p(x) / q(x); equal is not enough");
  }

  /** Goes through all drafts and a grid of uniform numbers instead of sampling. */
  @Test
  void theFirstTokenHasExactlyTheTargetsDistribution() {
    double[] share = new double[3];
    for (int drafted = 0; drafted < 3; drafted++) {
      for (int a = 0; a < 3 * PARTS; a++) {
        for (int b = 0; b < PARTS; b++) {
          double[] uniforms = {(a + 0.5) / (3 * PARTS), (b + 0.5) / PARTS};
          int first = code().next(P, Q, new int[] {drafted}, uniforms)[0];
          share[first] += Q[0][drafted] / (3 * PARTS * PARTS);
        }
      }
    }
    near(
        "distribution of the first token; the target has p = (3/8, 1/4, 3/8)",
        P[0],
        share,
        "after a rejection, draw from max(0, p - q) divided by its sum, not from p");
  }

  @Test
  void acceptedDraftsAreFollowedByOneTokenMore() {
    double[][] p = {{0.5, 0.5, 0}, {0.25, 0.25, 0.5}, {0, 0.25, 0.75}};
    double[][] q = {{0.5, 0.25, 0.25}, {0.25, 0.5, 0.25}};
    same(
        "both drafts are accepted, the last number is 0.5",
        "[0, 2, 2]",
        Arrays.toString(code().next(p, q, new int[] {0, 2}, new double[] {0.9, 0.9, 0.5})),
        "if all drafts are accepted, draw one token more from the last row of p");
    same(
        "the first draft is rejected",
        "[1]",
        Arrays.toString(code().next(p, q, new int[] {2, 0}, new double[] {0, 0, 0.5})),
        "a rejected draft ends the step: drop all later drafts");
    same(
        "the second draft is rejected",
        "[1, 2]",
        Arrays.toString(code().next(p, q, new int[] {1, 1}, new double[] {0.9, 0.6, 0.01})),
        "draft i is compared with row i of p, not with row i + 1");
  }
}
