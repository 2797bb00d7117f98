package org.glassllm.run;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.base.JsonField;

/** The stages by their kinds, and their settings in {@code run.json}. */
public final class Stages {
  /** The kind of a run without settings of its own. */
  public static final String PRETRAINING = "pretrain";

  private static final Map<String, Class<? extends Record>> TYPES = new LinkedHashMap<>();
  private static final Gson JSON = new Gson();

  static {
    TYPES.put(PRETRAINING, Pretraining.class);
    TYPES.put("sft", Sft.class);
    TYPES.put("reward", RewardStage.class);
    TYPES.put("dpo", Dpo.class);
    TYPES.put("ppo", Ppo.class);
    TYPES.put("grpo", Grpo.class);
  }

  private Stages() {}

  /** Returns the stage of a kind with its settings. */
  public static Stage of(String kind, JsonObject settings) {
    Check.oneOf("kind", kind, TYPES.keySet());
    return (Stage) new JsonField("", "stage", settings).record(TYPES.get(kind));
  }

  /** Returns the components of a stage, by name. */
  public static JsonObject settings(Stage stage) {
    return JSON.toJsonTree(stage).getAsJsonObject();
  }
}
