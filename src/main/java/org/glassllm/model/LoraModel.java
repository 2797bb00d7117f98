package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;

/**
 * A GPT with {@link LowRank} updates of some weights (LoRA, Hu et al. 2021). Only the updates
 * train; see {@link #adapterParameters}.
 *
 * <p>The base model stays unchanged and needs no knowledge of the updates: a {@link Pass} carries
 * them. {@link #base} is therefore the same model with the updates off. DPO and PPO use the base as
 * the reference policy, so no second model is in memory. Several LoRA models can share one base.
 *
 * <p>Generation with a cache uses the fused pass, which reads {@code W + ΔW}. These sums are copies
 * of the updated weights only. They are computed again after A or B changed, not after a change of
 * the base model.
 */
public final class LoraModel implements HiddenStateModel {
  private final Gpt base;
  private final LoraConfig config;
  private final List<LowRank> adapters = new ArrayList<>();
  private final Map<Parameter, List<LowRank>> updates = new LinkedHashMap<>();
  private final LatestPass fused;

  /**
   * Creates a model whose updates have no initial values.
   *
   * @throws org.glassllm.base.InputException if a target is unknown, two targets overlap, or the
   *     rank is too large
   */
  public LoraModel(Gpt base, LoraConfig config) {
    this.base = base;
    this.config = config;
    for (LoraTarget target : LoraTarget.of(base, config)) {
      LowRank update = new LowRank(target, config);
      adapters.add(update);
      updates.computeIfAbsent(target.weight(), weight -> new ArrayList<>()).add(update);
    }
    fused = base.latestPass(updates);
  }

  /** Returns the base model, which computes without the updates. */
  public Gpt base() {
    return base;
  }

  @Override
  public Optional<Gpt> frozenBase() {
    return Optional.of(base);
  }

  /** Returns the settings. */
  public LoraConfig config() {
    return config;
  }

  /** Returns the updates, in the order of the base model's parameters. */
  public List<LowRank> adapters() {
    return List.copyOf(adapters);
  }

  /** Returns the parameters that train: A and B of each update, by name. */
  public Map<String, Parameter> adapterParameters() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    for (LowRank update : adapters) {
      all.put(update.target().name() + ".lora_A", update.a());
      all.put(update.target().name() + ".lora_B", update.b());
    }
    return all;
  }

  @Override
  public Map<String, Parameter> trainedParameters() {
    return adapterParameters();
  }

  /** Returns the parameters of the base model and of the updates. */
  @Override
  public Map<String, Parameter> namedParameters() {
    Map<String, Parameter> all = new LinkedHashMap<>(base.namedParameters());
    all.putAll(adapterParameters());
    return all;
  }

  /** Initializes the updates, and the base model if the base model has no values. */
  @Override
  public void initialize(NDManager manager, DataType type) {
    if (!base.isInitialized()) {
      base.initialize(manager, type);
    }
    adapters.forEach(update -> update.initialize(manager, type));
  }

  @Override
  public boolean isInitialized() {
    return base.isInitialized() && adapters.stream().allMatch(LowRank::isInitialized);
  }

  /**
   * Returns a GPT with the weights {@code W + ΔW}, which shares no array with this model.
   *
   * @param manager the owner of the new weights
   */
  public Gpt merged(NDManager manager) {
    Autograd.off();
    Gpt copy = new Gpt(base.config(), base.kernels());
    Map<String, Parameter> own = base.namedParameters();
    copy.initialize(manager, own.values().iterator().next().getArray().getDataType());
    copy.namedParameters()
        .forEach((name, p) -> p.getArray().set(new NDIndex("..."), own.get(name).getArray()));
    merge(copy);
    return copy;
  }

  /**
   * Adds the updates to the weights of a model in place. The sum is computed in float64 and rounded
   * once, so a float32 weight differs from {@code W + ΔW} by at most half an ulp.
   *
   * @param model a model with the weights of the base model; it may be the base model, if this
   *     object is not used afterwards
   */
  public void merge(Gpt model) {
    addTo(model, 1);
  }

  /**
   * Returns the maximum distance of a float32 weight of a merged model from {@code W + ΔW}, which
   * is computed in float64. The unit is the ulp of the merged weight.
   */
  public double mergeError(Gpt merged) {
    Autograd.off();
    Map<String, Parameter> weights = merged.namedParameters();
    double most = 0;
    for (List<LowRank> all : updates.values()) {
      LoraTarget target = all.get(0).target();
      NDArray own = weights.get(target.module() + ".weight").getArray();
      try (NDManager scope = own.getManager().newSubManager()) {
        NDArray exact = target.weight().getArray().toType(DataType.FLOAT64, true);
        exact.attach(scope);
        all.forEach(update -> update.addTo(exact, 1));
        double[] sums = exact.toDoubleArray();
        float[] rounded = own.toFloatArray();
        for (int i = 0; i < sums.length; i++) {
          most = Math.max(most, Math.abs(rounded[i] - sums[i]) / Math.ulp(rounded[i]));
        }
      }
    }
    return most;
  }

  /**
   * Subtracts the updates from the weights of a merged model, in place. Each weight W then differs
   * from the base's weight by at most one rounding of {@code W + ΔW} and one of the result, half an
   * ulp each. The updates must be the same as at the merge.
   *
   * @param merged a model that {@link #merged} returned, or that was loaded from its file
   */
  public void unmerge(Gpt merged) {
    addTo(merged, -1);
  }

  private void addTo(Gpt model, int sign) {
    Map<String, Parameter> weights = model.namedParameters();
    for (LowRank update : adapters) {
      update.addTo(weights.get(update.target().module() + ".weight").getArray(), sign);
    }
  }

  @Override
  public NDArray hidden(Pass pass, NDArray ids) {
    return base.hidden(pass.with(updates), ids);
  }

  @Override
  public NDArray unembed(Pass pass, NDArray hidden) {
    return base.unembed(pass.with(updates), hidden);
  }

  @Override
  public NDArray logits(Pass pass, NDArray ids) {
    return base.logits(pass.with(updates), ids);
  }

  @Override
  public NDArray lastLogits(Pass pass, NDArray ids) {
    return base.lastLogits(pass.with(updates), ids);
  }

  @Override
  public NDArray logits(NDManager scope, KvSlots slots, List<NewTokens> texts, boolean each) {
    return fused
        .call(pass -> pass.logits(scope, slots, texts, each))
        .orElseGet(() -> HiddenStateModel.super.logits(scope, slots, texts, each));
  }

  @Override
  public List<NDArray> keyRotation(NDManager manager) {
    return base.keyRotation(manager);
  }

  @Override
  public int cachedLayers() {
    return base.cachedLayers();
  }

  @Override
  public boolean readsBeyondContext() {
    return base.readsBeyondContext();
  }

  @Override
  public int dim() {
    return base.dim();
  }

  @Override
  public int vocabSize() {
    return base.vocabSize();
  }

  @Override
  public int context() {
    return base.context();
  }

  @Override
  public Kernels kernels() {
    return base.kernels();
  }
}
