package org.glassllm.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.tensor.Kernels;

/**
 * AdamW (Loshchilov and Hutter 2019) with decoupled decay on matrices only: biases, norms and gains
 * are left alone. Bias correction is PyTorch's: {@code w ← w - lr · (λ w + m̂ / (√v̂ + ε))}.
 */
public final class AdamW implements AutoCloseable {
  private final Settings settings;
  private final Kernels kernels;
  private final NDManager manager;
  private final Map<String, NDArray> weights = new LinkedHashMap<>();
  private final Map<String, NDArray> firstMoments = new LinkedHashMap<>();
  private final Map<String, NDArray> secondMoments = new LinkedHashMap<>();
  private long steps;

  /**
   * What does not change from step to step.
   *
   * @param beta1 decay of the mean of gradients, in [0, 1)
   * @param beta2 decay of the mean of squared gradients, in [0, 1)
   * @param epsilon added to the root, greater than 0
   * @param weightDecay λ, 0 or greater
   * @param clip largest global norm of the gradients, or 0 for no limit
   */
  public record Settings(
      double beta1, double beta2, double epsilon, double weightDecay, double clip) {
    /** GPT-3's settings: 0.9, 0.95, 1e-8, 0.1, 1.0 (Brown et al. 2020, appendix B). */
    public static final Settings GPT3 = new Settings(0.9, 0.95, 1e-8, 0.1, 1.0);

    /** Checks the ranges. */
    public Settings {
      Check.below("beta1", beta1, 0, 1);
      Check.below("beta2", beta2, 0, 1);
      Check.positive("epsilon", epsilon);
      Check.notNegative("weight-decay", weightDecay);
      Check.notNegative("clip", clip);
    }
  }

  /**
   * An optimizer for parameters that have arrays; its moments start at 0.
   *
   * @param manager owns the moments; a child of it is used
   */
  public AdamW(
      Map<String, Parameter> parameters, Settings settings, Kernels kernels, NDManager manager) {
    this.settings = settings;
    this.kernels = kernels;
    this.manager = manager.newSubManager();
    parameters.forEach(
        (name, p) -> {
          weights.put(name, p.getArray());
          firstMoments.put(name, zeros(p.getArray()));
          secondMoments.put(name, zeros(p.getArray()));
        });
  }

  private NDArray zeros(NDArray like) {
    return manager.zeros(like.getShape(), like.getDataType());
  }

  /** Whether a parameter decays: matrices do, vectors do not. */
  public static boolean decays(NDArray weight) {
    return weight.getShape().dimension() >= 2;
  }

  /**
   * One step; none is taken if the gradients are not finite.
   *
   * @param gradients of every parameter, by its name; may be changed
   * @param learningRate this step's
   * @return the gradients' global norm before clipping
   */
  public double step(Map<String, NDArray> gradients, double learningRate) {
    double norm = kernels.globalNorm(List.copyOf(gradients.values()));
    if (!Double.isFinite(norm)) {
      return norm;
    }
    double scale =
        settings.clip() > 0 && norm > settings.clip() ? settings.clip() / (norm + 1e-6) : 1;
    steps++;
    update(gradients, learningRate, scale, true);
    update(gradients, learningRate, scale, false);
    return norm;
  }

  private void update(
      Map<String, NDArray> gradients, double learningRate, double scale, boolean decaying) {
    List<NDArray> w = new ArrayList<>(), g = new ArrayList<>();
    List<NDArray> m = new ArrayList<>(), v = new ArrayList<>();
    weights.forEach(
        (name, weight) -> {
          if (decays(weight) == decaying) {
            w.add(weight);
            g.add(gradients.get(name));
            m.add(firstMoments.get(name));
            v.add(secondMoments.get(name));
          }
        });
    if (w.isEmpty()) {
      return;
    }
    kernels.adamW(
        new Kernels.AdamWArrays(w, g, m, v),
        new Kernels.AdamWSettings(
            learningRate,
            settings.beta1(),
            settings.beta2(),
            settings.epsilon(),
            decaying ? settings.weightDecay() : 0,
            scale),
        steps);
  }

  /** Number of steps taken: what the bias correction counts. */
  public long steps() {
    return steps;
  }

  /** Sets the number of steps taken, when a run goes on. */
  public void steps(long taken) {
    steps = Check.atLeast("steps", taken, 0);
  }

  /** Means of the gradients, by the parameters' names; live arrays. */
  public Map<String, NDArray> firstMoments() {
    return firstMoments;
  }

  /** Means of the squared gradients, by the parameters' names; live arrays. */
  public Map<String, NDArray> secondMoments() {
    return secondMoments;
  }

  @Override
  public void close() {
    manager.close();
  }
}
