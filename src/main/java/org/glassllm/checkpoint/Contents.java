package org.glassllm.checkpoint;

import ai.djl.nn.Parameter;
import com.google.gson.JsonObject;
import java.util.Map;
import org.glassllm.model.HiddenStateModel;
import org.glassllm.optim.AdamW;
import org.glassllm.token.Tokenizer;

/**
 * The contents of a checkpoint, except for the position in the training run.
 *
 * @param model the language model; if the model has adapters, only the adapters are saved
 * @param head the parameters of a network on top of the model, such as a value head; empty if the
 *     model is the complete network
 * @param tokenizer the tokenizer of the model
 * @param optimizer the optimizer, whose moments are saved
 * @param stage the state that a stage needs to resume, such as the current rollout; empty for a
 *     stage without such state
 */
public record Contents(
    HiddenStateModel model,
    Map<String, Parameter> head,
    Tokenizer tokenizer,
    AdamW optimizer,
    JsonObject stage) {

  /** Creates the contents of a stage that trains a language model and keeps no state. */
  public Contents(HiddenStateModel model, Tokenizer tokenizer, AdamW optimizer) {
    this(model, Map.of(), tokenizer, optimizer, new JsonObject());
  }
}
