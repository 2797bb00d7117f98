package org.glassllm.model;

import ai.djl.nn.Parameter;
import java.util.HashMap;
import java.util.Map;

/**
 * An independent forward pass of a GPT, in loops over Java numbers. It shares only the parameters'
 * names with the blocks that it is compared with.
 */
final class PlainGpt {
  private final GptConfig c;
  private final Map<String, double[]> p = new HashMap<>();

  PlainGpt(Gpt gpt) {
    c = gpt.config();
    for (Map.Entry<String, Parameter> e : gpt.namedParameters().entrySet()) {
      p.put(e.getKey(), e.getValue().getArray().toDoubleArray());
    }
  }

  /** Returns the logits {@code [T][V]} of one text. */
  double[][] logits(long... ids) {
    double[][] x = new double[ids.length][];
    for (int t = 0; t < ids.length; t++) {
      x[t] = row("wte.weight", (int) ids[t]);
      if (c.positions() instanceof LearnedPositions) {
        x[t] = add(x[t], row("wpe.weight", t));
      } else if (c.positions() instanceof SinusoidalPositions) {
        for (int i = 0; i < c.dim(); i++) {
          double angle = t / Math.pow(10000, (i / 2 * 2) / (double) c.dim());
          double wave = i % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
          x[t][i] = x[t][i] * Math.sqrt(c.dim()) + wave;
        }
      }
    }
    for (int l = 0; l < c.layers(); l++) {
      x = block(x, "h." + l + ".");
    }
    double[][] logits = new double[ids.length][c.vocabSize()];
    String head = c.tiedHead() ? "wte.weight" : "lm_head.weight";
    for (int t = 0; t < ids.length; t++) {
      double[] h = c.preNorm() ? norm(x[t], "ln_f") : x[t];
      for (int v = 0; v < c.vocabSize(); v++) {
        logits[t][v] = dot(h, row(head, v));
      }
    }
    return logits;
  }

  private double[][] block(double[][] x, String prefix) {
    int n = x.length;
    double[][] in = new double[n][];
    for (int t = 0; t < n; t++) {
      in[t] = c.preNorm() ? norm(x[t], prefix + "ln_1") : x[t];
    }
    double[][] a = attention(in, prefix + "attn.");
    double[][] y = new double[n][];
    for (int t = 0; t < n; t++) {
      double[] mid = add(x[t], a[t]);
      if (c.preNorm()) {
        y[t] = add(mid, feedForward(norm(mid, prefix + "ln_2"), prefix + "mlp."));
      } else {
        mid = norm(mid, prefix + "ln_1");
        y[t] = norm(add(mid, feedForward(mid, prefix + "mlp.")), prefix + "ln_2");
      }
    }
    return y;
  }

  private double[][] attention(double[][] x, String prefix) {
    int n = x.length, d = c.headDim(), kv = c.kvHeads() * d;
    double[][] qkv = new double[n][];
    for (int t = 0; t < n; t++) {
      qkv[t] = linear(x[t], prefix + "c_attn", c.dim() + 2 * kv);
    }
    double[][] out = new double[n][c.dim()];
    for (int h = 0; h < c.heads(); h++) {
      int g = h / (c.heads() / c.kvHeads());
      for (int i = 0; i < n; i++) {
        double[] q = turned(qkv[i], h * d, i);
        double[] weight = new double[i + 1];
        double sum = 0;
        for (int j = 0; j <= i; j++) {
          double score = dot(q, turned(qkv[j], c.dim() + g * d, j)) / Math.sqrt(d);
          if (c.positions() instanceof Alibi) {
            score -= Math.pow(2, -8.0 * (h + 1) / c.heads()) * (i - j);
          }
          weight[j] = Math.exp(score);
          sum += weight[j];
        }
        for (int j = 0; j <= i; j++) {
          for (int e = 0; e < d; e++) {
            out[i][h * d + e] += weight[j] / sum * qkv[j][c.dim() + kv + g * d + e];
          }
        }
      }
    }
    double[][] projected = new double[n][];
    for (int t = 0; t < n; t++) {
      projected[t] = linear(out[t], prefix + "c_proj", c.dim());
    }
    return projected;
  }

  /** Returns a head's query or key, rotated if positions are rotary. */
  private double[] turned(double[] all, int from, int position) {
    int d = c.headDim();
    double[] v = new double[d];
    System.arraycopy(all, from, v, 0, d);
    if (!(c.positions() instanceof Rope)) {
      return v;
    }
    double[] r = new double[d];
    for (int i = 0; i < d / 2; i++) {
      double angle = position * Math.pow(10000, -2.0 * i / d);
      r[i] = v[i] * Math.cos(angle) - v[i + d / 2] * Math.sin(angle);
      r[i + d / 2] = v[i] * Math.sin(angle) + v[i + d / 2] * Math.cos(angle);
    }
    return r;
  }

  private double[] feedForward(double[] x, String prefix) {
    double[] hidden = linear(x, prefix + "c_fc", c.hidden());
    double[] gate =
        c.feedForward() instanceof SwiGlu ? linear(x, prefix + "c_gate", c.hidden()) : null;
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] =
          gate == null ? activate(hidden[i]) : hidden[i] * gate[i] / (1 + Math.exp(-gate[i]));
    }
    return linear(hidden, prefix + "c_proj", c.dim());
  }

  private double activate(double x) {
    Activation activation = ((Mlp) c.feedForward()).activation();
    if (activation == Activation.RELU) {
      return Math.max(0, x);
    }
    if (activation == Activation.GELU_TANH) {
      return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }
    return x * normalDistribution(x);
  }

  /** Integrates the density by Simpson's rule, independently of every library's erf. */
  private static double normalDistribution(double x) {
    int steps = 2000;
    double h = x / steps, sum = 0;
    for (int i = 0; i <= steps; i++) {
      double z = i * h;
      int weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * Math.exp(-z * z / 2);
    }
    return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
  }

  private double[] norm(double[] x, String name) {
    double mean = 0, square = 0;
    if (c.norm() instanceof LayerNorm) {
      for (double v : x) {
        mean += v / x.length;
      }
    }
    for (double v : x) {
      square += (v - mean) * (v - mean) / x.length;
    }
    double[] gain = p.get(name + ".weight"), bias = p.get(name + ".bias");
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (x[i] - mean) / Math.sqrt(square + 1e-5) * gain[i] + (bias == null ? 0 : bias[i]);
    }
    return y;
  }

  private double[] linear(double[] x, String name, int out) {
    double[] w = p.get(name + ".weight"), b = p.get(name + ".bias");
    double[] y = new double[out];
    for (int o = 0; o < out; o++) {
      y[o] = b == null ? 0 : b[o];
      for (int i = 0; i < x.length; i++) {
        y[o] += x[i] * w[i * out + o];
      }
    }
    return y;
  }

  private double[] row(String name, int row) {
    double[] r = new double[c.dim()];
    System.arraycopy(p.get(name), row * c.dim(), r, 0, c.dim());
    return r;
  }

  private static double[] add(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
