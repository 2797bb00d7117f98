package org.glassllm.run;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.glassllm.base.InputException;
import org.glassllm.base.Progress;
import org.glassllm.batch.TokenSource;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.generate.ChatTemplate;
import org.glassllm.generate.Conversation;
import org.glassllm.generate.Generator;
import org.glassllm.generate.PlainContinuation;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.generate.TemplateChat;
import org.glassllm.model.LanguageModel;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.Tokenizer;

/**
 * A model that was loaded from the best checkpoint of a run.
 *
 * <pre>{@code
 * try (TrainedModel model = TrainedModel.open(Path.of("runs/first"))) {
 *   System.out.println(model.generate("Once upon a time", 100, Sampling.PLAIN, 1));
 * }
 * }</pre>
 *
 * @param checkpoint the checkpoint from which the model was loaded
 * @param manager the owner of the model's arrays
 * @param model the model
 * @param tokenizer the tokenizer of the checkpoint
 * @param documentEnd the id of the token between documents; null if the training split had no such
 *     token
 * @param template the format of the model's fine-tuning; null for a base model
 */
public record TrainedModel(
    Checkpoint checkpoint,
    NDManager manager,
    LanguageModel model,
    Tokenizer tokenizer,
    Integer documentEnd,
    PromptTemplate template)
    implements AutoCloseable {
  private static final String PARAGRAPH_END = "\n\n";

  /** Opens the best checkpoint of a run on the CPU. */
  public static TrainedModel open(Path run) {
    return open(run, Device.cpu());
  }

  /**
   * Opens the best checkpoint of a run on a device.
   *
   * @throws InputException if the model of the run is a reward model
   */
  public static TrainedModel open(Path run, Device device) {
    RunFolder folder = RunFolder.open(run);
    RunRecord record = RunRecord.of(folder);
    record.requireLanguageModel(run);
    return folder.checkpoints().fromBest(best -> load(best, device, record));
  }

  private static TrainedModel load(Checkpoint best, Device device, RunRecord record) {
    NDManager manager = Torch.manager(device);
    try {
      return new TrainedModel(
          best,
          manager,
          best.loadModel(manager, Kernels.FUSED),
          best.loadTokenizer(),
          record.provenance().data().documentEnd(),
          record.stage().format().orElse(null));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Returns a continuation of a prompt; generation stops where the model ends the document.
   *
   * @param prompt any text; {@link #promptIds} replaces an empty prompt
   * @param maxTokens the maximum number of new tokens
   * @return the new text, without the prompt
   */
  public String generate(String prompt, int maxTokens, Sampling sampling, long seed) {
    return generate(request(prompt, maxTokens, sampling, seed), part -> {});
  }

  /**
   * Generates a text and returns the new text; the listener receives each non-empty piece of the
   * generated text.
   */
  public String generate(Request request, Consumer<String> listener) {
    return new Generator(model, tokenizer, manager).generate(request, listener);
  }

  /** Returns a request for generation that stops where the model ends the document or answer. */
  public Request request(String prompt, int maxTokens, Sampling sampling, long seed) {
    return new Request(promptIds(prompt), maxTokens, sampling, stopIds(), "", seed);
  }

  /** Returns an empty conversation, which the caller must close. */
  public Conversation conversation() {
    return new Conversation(model, tokenizer, format(), manager);
  }

  /** Returns the format of prompts: the template of fine-tuning, or plain text. */
  private ChatTemplate format() {
    return template == null
        ? new PlainContinuation(this::plainIds, documentEnds(tokenizer))
        : new TemplateChat(template, tokenizer);
  }

  /** Returns the ids that stop generation, such as the end-of-text token. */
  Set<Integer> stopIds() {
    return format().stopIds();
  }

  /** Returns the end-of-text token; empty if the tokenizer has no such token. */
  static Set<Integer> documentEnds(Tokenizer tokenizer) {
    return tokenizer.special(SpecialRole.EOS).stream().boxed().collect(Collectors.toSet());
  }

  /**
   * Returns the ids of a prompt. A model that was fine-tuned reads the prompt as an instruction in
   * its template. For a base model, an empty prompt becomes the token between documents, if the
   * training split had such a token. Otherwise an empty prompt becomes the end of a paragraph, or
   * token 0 if the tokenizer cannot encode line ends.
   */
  public int[] promptIds(String prompt) {
    return format().prompt(prompt, true);
  }

  private int[] plainIds(String prompt) {
    if (prompt.isEmpty() && documentEnd != null) {
      return new int[] {documentEnd};
    }
    try {
      return tokenizer.encode(prompt.isEmpty() ? PARAGRAPH_END : prompt);
    } catch (InputException e) {
      if (!prompt.isEmpty()) {
        throw e;
      }
      return new int[] {0};
    }
  }

  /**
   * Returns the loss of the model on a text; the stride is the context length.
   *
   * @param text a text of at least two tokens
   */
  public TextLoss.Result measure(String text) {
    return measure(TokenSource.of(tokenizer.encode(text)), 0, Progress.NONE);
  }

  /**
   * Returns the loss of the model on token ids.
   *
   * @param stride the number of tokens between the starts of two windows; 0 means the context
   *     length
   */
  public TextLoss.Result measure(TokenSource tokens, int stride, Progress progress) {
    return new TextLoss(tokens, stride, manager).measure(model, progress);
  }

  @Override
  public void close() {
    manager.close();
  }
}
