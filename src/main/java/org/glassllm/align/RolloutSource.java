package org.glassllm.align;

import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.util.Optional;
import java.util.OptionalDouble;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.base.JsonField.MayBeMissing;
import org.glassllm.base.Progress;
import org.glassllm.batch.BatchSource;

/**
 * The batches of reinforcement learning. The first step of a rollout creates the rollout with the
 * current weights; the next steps train on the same rollout, as a {@link RolloutPlan} divides it.
 * Steps must be consecutive.
 *
 * <p>A rollout ends early if the policy moved too far from the policy that generated it. The
 * measure is {@link #APPROXIMATE_KL} of the last step, in nats per token. The next step then starts
 * a new rollout, so every step trains on responses.
 *
 * <p>{@link #state} after step k and the weights after step k determine all further batches.
 *
 * @param <B> the type of a batch
 */
public final class RolloutSource<B> implements BatchSource<B> {
  /** The metric of {@link PpoObjective} and {@link GrpoObjective} that can end a rollout. */
  static final String APPROXIMATE_KL = "policy/approxkl_avg";

  private static final String SOURCE = "state of the rollouts";

  private final RolloutMethod<B> method;
  private final RolloutPlan plan;
  private final double klLimit;
  private final MetricMeans metrics;
  private Optional<Position> position = Optional.empty();
  private RolloutMethod.Targets<B> targets;

  /**
   * The rollout of a step.
   *
   * @param firstStep the first step that trains on the rollout
   * @param step the newest step that has a batch
   * @param approximateKl the approximate KL of that step; null if the step is not complete
   * @param rollout the rollout
   */
  private record Position(
      @SerializedName("first_step") long firstStep,
      long step,
      @MayBeMissing @SerializedName("approximate_kl") Double approximateKl,
      Rollout rollout) {}

  /**
   * Creates a source whose first batch creates a rollout.
   *
   * @param klLimit the approximate KL above which a rollout ends, greater than 0; infinity for no
   *     limit
   * @param metrics the metrics of the objective. Each step adds the metrics of its rollout, so all
   *     steps of a rollout report the same numbers.
   */
  public RolloutSource(
      RolloutMethod<B> method, RolloutPlan plan, double klLimit, MetricMeans metrics) {
    this.method = method;
    this.plan = plan;
    this.klLimit = klLimit;
    this.metrics = metrics;
    if (!(klLimit > 0)) {
      throw Check.illegal("klLimit", klLimit, "greater than 0");
    }
    Check.within("minibatches times microBatches", plan.parts(), 1, method.fewestRows());
  }

  @Override
  public boolean dependsOnModel() {
    return true;
  }

  @Override
  public B at(long step, int microStep) {
    return at(step, microStep, Progress.NONE);
  }

  @Override
  public B at(long step, int microStep, Progress progress) {
    if (microStep == 0) {
      position = Optional.of(next(step, progress));
      targets.metrics().forEach((name, value) -> metrics.add(name, value, 1));
    }
    Position now = position.orElseThrow();
    int inRollout = (int) (step - now.firstStep());
    return targets.batch(plan.rows(now.rollout().index(), inRollout, microStep, targets.rows()));
  }

  /** Returns the rollout of a step: the same rollout, or a new one if it is used up or too old. */
  private Position next(long step, Progress progress) {
    position.ifPresent(p -> requireConsecutive(p.step(), step));
    Optional<Position> same =
        position
            .filter(p -> step - p.firstStep() < plan.steps())
            .filter(p -> p.step() == step || approximateKl().orElse(0) <= klLimit);
    if (same.isPresent()) {
      return new Position(same.get().firstStep(), step, null, same.get().rollout());
    }
    Rollout rollout = method.next(position.map(Position::rollout), progress);
    targets = method.targets(rollout);
    return new Position(step, step, null, rollout);
  }

  private static void requireConsecutive(long newest, long step) {
    if (step != newest && step != newest + 1) {
      throw new InputException(
          "the newest step of the rollouts is %s, but training continues with step %s; use the state"
              + " and the weights of the same checkpoint",
          newest, step);
    }
  }

  /** Returns the approximate KL of the newest step. */
  private OptionalDouble approximateKl() {
    Double restored = position.orElseThrow().approximateKl();
    return restored == null ? metrics.latest(APPROXIMATE_KL) : OptionalDouble.of(restored);
  }

  /**
   * Returns the state after the newest complete step. If a stop interrupts a step, the state has
   * that step's batches, which the resumed run repeats.
   */
  public JsonObject state() {
    if (position.isEmpty()) {
      return new JsonObject();
    }
    Position p = position.get();
    OptionalDouble kl = approximateKl();
    Double finite = kl.isPresent() && Double.isFinite(kl.getAsDouble()) ? kl.getAsDouble() : null;
    return Json.tree(new Position(p.firstStep(), p.step(), finite, p.rollout())).getAsJsonObject();
  }

  /**
   * Restores a state that {@link #state} returned.
   *
   * @throws org.glassllm.base.InputException if the state is damaged
   */
  public void restore(JsonObject state) {
    if (state.isEmpty()) {
      position = Optional.empty();
      return;
    }
    JsonField json = new JsonField(SOURCE, "", state);
    Position restored = json.record(Position.class, Rollout.READERS);
    targets = json.checked(() -> method.targets(restored.rollout()));
    Check.atLeast(
        "number of responses in the " + SOURCE, targets.rows().length, method.fewestRows());
    position = Optional.of(restored);
  }
}
