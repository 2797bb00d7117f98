package org.glassllm.run;

import ai.djl.ndarray.NDManager;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.model.HiddenStateModel;
import org.glassllm.token.Tokenizer;

/**
 * A run's folder, settings and initialized model, from which a stage creates its training.
 *
 * @param folder the folder of the run; its token files exist
 * @param recipe the settings
 * @param data the data of the run
 * @param tokenizer the tokenizer of the token files
 * @param model the model, with the weights of the parent run if the run has one
 * @param manager the owner of the model and of everything that lives as long as the run
 */
record Workplace(
    RunFolder folder,
    Recipe recipe,
    RunData data,
    Tokenizer tokenizer,
    HiddenStateModel model,
    NDManager manager) {}
