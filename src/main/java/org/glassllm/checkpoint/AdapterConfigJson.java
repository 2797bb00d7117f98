package org.glassllm.checkpoint;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.model.LoraConfig;
import org.glassllm.model.LoraModel;
import org.glassllm.model.LowRank;

/**
 * Reads and writes {@code adapter_config.json} with the keys of Hugging Face's PEFT.
 *
 * <p>PEFT has one A and one B per layer. We store k parts of a fused projection as one update of
 * rank {@code k r}, whose B is 0 outside the parts. Therefore {@code rank_pattern} and {@code
 * alpha_pattern} have the k-fold rank and the k-fold alpha of such a layer.
 */
final class AdapterConfigJson {
  private static final String PART = "(?<=c_attn)\\.[qkv]$";

  /** Keys of PEFT that change the computation; we support none of them. */
  private static final Set<String> UNSUPPORTED =
      new TreeSet<>(
          List.of(
              "alora_invocation_tokens",
              "exclude_modules",
              "layer_replication",
              "layers_to_transform",
              "lora_bias",
              "modules_to_save",
              "target_parameters",
              "trainable_token_indices",
              "use_bdlora",
              "use_dora",
              "use_qalora",
              "use_rslora"));

  /** Names of initial values that leave the weights of the base model unchanged. */
  private static final List<String> INITIAL = List.of("eva", "gaussian", "orthogonal");

  private AdapterConfigJson() {}

  /**
   * Returns the JSON of a model's adapters.
   *
   * @param base the folder or the name of the base model
   */
  static JsonObject write(LoraModel model, String base) {
    LoraConfig config = model.config();
    JsonObject o = new JsonObject();
    o.addProperty("peft_type", "LORA");
    o.addProperty("task_type", "CAUSAL_LM");
    o.addProperty("base_model_name_or_path", base);
    o.addProperty("r", config.rank());
    o.add("lora_alpha", number(config.alpha()));
    o.addProperty("lora_dropout", config.dropout());
    Set<String> modules = new LinkedHashSet<>();
    config.targets().forEach(target -> modules.add(target.replaceFirst(PART, "")));
    o.add("target_modules", Json.tree(modules));
    JsonObject ranks = new JsonObject(), alphas = new JsonObject();
    modules(model)
        .forEach(
            (module, parts) -> {
              if (parts.size() > 1) {
                ranks.addProperty(module, parts.size() * config.rank());
                alphas.add(module, number(parts.size() * config.alpha()));
              }
            });
    o.add("rank_pattern", ranks);
    o.add("alpha_pattern", alphas);
    o.addProperty("fan_in_fan_out", true); // GPT-2's layers store W as (in, out)
    o.addProperty("bias", "none");
    o.addProperty("init_lora_weights", true);
    o.addProperty("inference_mode", true);
    o.addProperty("use_dora", false);
    o.addProperty("use_rslora", false);
    return o;
  }

  private static JsonElement number(double value) {
    return value == Math.rint(value) ? Json.tree((long) value) : Json.tree(value);
  }

  /** Returns the updates by the name of the layer that each one changes. */
  static Map<String, List<LowRank>> modules(LoraModel model) {
    return model.adapters().stream()
        .collect(groupingBy(update -> update.target().module(), LinkedHashMap::new, toList()));
  }

  /**
   * Returns the settings in the JSON.
   *
   * @param targets the targets of a file that we wrote; empty for a file that PEFT wrote
   */
  static LoraConfig read(JsonField o, Optional<List<String>> targets) {
    o.get("peft_type").string(List.of("LORA"));
    if (!o.get("bias").isAbsent()) {
      o.get("bias").string(List.of("none"));
    }
    for (String key : UNSUPPORTED) {
      JsonField field = o.get(key);
      if (!field.isAbsent() && !isOff(field.value())) {
        throw field.wrong("absent or off; GlassLLM has no such adapter");
      }
    }
    JsonField init = o.get("init_lora_weights");
    if (init.isString()) {
      init.string(INITIAL); // others, such as "pissa", also change the weights of the base model
    }
    int rank = o.get("r").integer();
    double alpha = o.get("lora_alpha").number(), dropout = o.get("lora_dropout").number(0);
    List<String> modules =
        o.get("target_modules").list().stream().map(JsonField::string).sorted().toList();
    return o.checked(() -> new LoraConfig(rank, alpha, dropout, targets.orElse(modules)));
  }

  private static boolean isOff(JsonElement value) {
    return Set.of("false", "[]", "{}").contains(value.toString());
  }

  /** Checks that modules and patterns are those of a model's targets. */
  static void requireTargets(JsonField o, LoraModel model) {
    JsonObject written = write(model, "");
    JsonField modules = o.get("target_modules");
    if (!names(modules.value()).equals(names(written.get("target_modules")))) {
      throw modules.wrong(written.get("target_modules") + ", the targets of the tensors");
    }
    for (String key : List.of("rank_pattern", "alpha_pattern")) {
      JsonField given = o.get(key);
      JsonElement pattern = given.isAbsent() ? new JsonObject() : given.value();
      if (!pattern.equals(written.get(key))) {
        throw given.wrong(written.get(key) + ", the pattern of the targets");
      }
    }
  }

  private static Set<JsonElement> names(JsonElement list) {
    return new LinkedHashSet<>(list.getAsJsonArray().asList());
  }
}
