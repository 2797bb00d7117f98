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
 * AdamW (Loshchilov and Hutter 2019) in PyTorch's form: {@code w ← w - lr · (λ w + m̂ / (√v̂ +
 * ε))}, where m and v are running means of the gradient and of its square. Bias correction turns m
 * into m̂ and v into v̂. Weight decay λ applies to matrices only, not to biases and gains.
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
   * The settings of AdamW, the same for all steps.
   *
   * @param beta1 decay of the first moment, in [0, 1)
   * @param beta2 decay of the second moment, in [0, 1)
   * @param epsilon ε, added to the square root of the second moment, greater than 0
   * @param weightDecay λ, at least 0
   * @param clip maximum gradient norm, or 0 for no limit
   */
  public record Settings(
      double beta1, double beta2, double epsilon, double weightDecay, double clip) {
    /** The settings of GPT-3 (Brown et al. 2020, appendix B), in the order of the parameters. */
    public static final Settings GPT3 = new Settings(0.9, 0.95, 1e-8, 0.1, 1.0);

    /** Checks the range of each setting. */
    public Settings {
      Check.below("beta1", beta1, 0, 1);
      Check.below("beta2", beta2, 0, 1);
      Check.positive("epsilon", epsilon);
      Check.notNegative("weightDecay", weightDecay);
      Check.notNegative("clip", clip);
    }
  }

  /**
   * Creates an optimizer for initialized parameters; its moments start at 0.
   *
   * @param manager the parent of the manager that owns the moments
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

  /** Returns whether weight decay applies to a parameter, which is true for matrices only. */
  private static boolean decays(NDArray weight) {
    return weight.getShape().dimension() >= 2;
  }

  /**
   * Takes one optimizer step. If the gradient norm is not finite, changes no parameter.
   *
   * @param gradients one array per parameter, in the parameters' order; the step may change the
   *     arrays
   * @param learningRate learning rate of this step
   * @return the gradient norm before clipping
   */
  public double step(List<NDArray> gradients, double learningRate) {
    double norm = GradientNorm.of(kernels, gradients);
    if (!Double.isFinite(norm)) {
      return norm;
    }
    update(gradients, learningRate, GradientNorm.clipFactor(norm, settings.clip()));
    return norm;
  }

  /**
   * Updates all parameters without computing the gradient norm; see {@link #step}.
   *
   * @param scale factor that multiplies the gradients, at most 1
   */
  public void update(List<NDArray> gradients, double learningRate, double scale) {
    if (gradients.size() != weights.size()) {
      throw new IllegalArgumentException(
          "illegal number of gradients: "
              + gradients.size()
              + ", must equal the number of parameters, "
              + weights.size());
    }
    steps++;
    update(gradients, learningRate, scale, true);
    update(gradients, learningRate, scale, false);
  }

  private void update(
      List<NDArray> gradients, double learningRate, double scale, boolean decaying) {
    List<NDArray> w = new ArrayList<>(), g = new ArrayList<>();
    List<NDArray> m = new ArrayList<>(), v = new ArrayList<>();
    int i = 0;
    for (Map.Entry<String, NDArray> weight : weights.entrySet()) {
      if (decays(weight.getValue()) == decaying) {
        w.add(weight.getValue());
        g.add(gradients.get(i));
        m.add(firstMoments.get(weight.getKey()));
        v.add(secondMoments.get(weight.getKey()));
      }
      i++;
    }
    double decay = decaying ? settings.weightDecay() : 0;
    if (kernels.fused() && !w.isEmpty()) {
      fused(w, g, m, v, learningRate, decay, scale);
    } else {
      for (int n = 0; n < w.size(); n++) {
        readable(w.get(n), g.get(n), m.get(n), v.get(n), learningRate, decay, scale);
      }
    }
  }

  /**
   * Updates one parameter and its moments (Loshchilov and Hutter 2019, algorithm 2, with decay lr ·
   * λ).
   */
  private void readable(
      NDArray weight,
      NDArray gradient,
      NDArray m,
      NDArray v,
      double learningRate,
      double weightDecay,
      double scale) {
    double beta1 = settings.beta1(), beta2 = settings.beta2();
    try (NDArray g = gradient.mul(scale);
        NDArray g1 = g.mul(1 - beta1);
        NDArray g2 = g.square()) {
      m.muli(beta1).addi(g1); // m = β₁ m + (1 - β₁) g
      v.muli(beta2).addi(g2.muli(1 - beta2)); // v = β₂ v + (1 - β₂) g²
    }
    double correction1 = 1 - Math.pow(beta1, steps), correction2 = 1 - Math.pow(beta2, steps);
    try (NDArray root = v.sqrt();
        NDArray denominator = root.divi(Math.sqrt(correction2)).addi(settings.epsilon()); // √v̂ + ε
        NDArray update = m.div(denominator)) {
      weight.muli(1 - learningRate * weightDecay);
      weight.subi(update.muli(learningRate / correction1)); // lr · m̂ / (√v̂ + ε)
    }
  }

  private void fused(
      List<NDArray> weights,
      List<NDArray> gradients,
      List<NDArray> m,
      List<NDArray> v,
      double learningRate,
      double weightDecay,
      double scale) {
    kernels
        .script(AdamW.class)
        .apply(
            "adamw",
            weights,
            gradients,
            m,
            v,
            steps,
            learningRate,
            settings.beta1(),
            settings.beta2(),
            weightDecay,
            settings.epsilon(),
            scale)
        .close();
  }

  /** Returns the number of completed steps, which determines the bias correction. */
  public long steps() {
    return steps;
  }

  /** Sets the number of completed steps when a run is resumed. */
  public void steps(long taken) {
    steps = Check.atLeast("steps", taken, 0);
  }

  /**
   * Returns the first moments (means of the gradients) by parameter name. The arrays are not
   * copies.
   */
  public Map<String, NDArray> firstMoments() {
    return firstMoments;
  }

  /**
   * Returns the second moments (means of the squared gradients) by parameter name. The arrays are
   * not copies.
   */
  public Map<String, NDArray> secondMoments() {
    return secondMoments;
  }

  @Override
  public void close() {
    manager.close();
  }
}
