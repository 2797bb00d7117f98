package org.glassllm.run;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.glassllm.base.InputException;
import org.glassllm.batch.TokenSource;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.generate.Generator;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.token.Tokenizer;

/**
 * The best model of a run, ready to use.
 *
 * <pre>{@code
 * try (TrainedModel model = TrainedModel.open(Path.of("runs/first"))) {
 *   System.out.println(model.generate("Once upon a time", 100, Sampling.PLAIN, 1));
 * }
 * }</pre>
 */
public final class TrainedModel implements AutoCloseable {
  private static final String PARAGRAPH_END = "\n\n";

  private final Checkpoint checkpoint;
  private final NDManager manager;
  private final Gpt gpt;
  private final Tokenizer tokenizer;

  private TrainedModel(Checkpoint checkpoint, NDManager manager) {
    this.checkpoint = checkpoint;
    this.manager = manager;
    this.tokenizer = checkpoint.loadTokenizer();
    this.gpt = checkpoint.loadModel(manager, Kernels.FUSED);
  }

  /** Opens the best checkpoint of a run on the CPU. */
  public static TrainedModel open(Path run) {
    return open(run, Device.cpu());
  }

  /** Opens the best checkpoint of a run on a device. */
  public static TrainedModel open(Path run, Device device) {
    Checkpoint best = RunFolder.open(run).best();
    NDManager manager = Torch.manager(device);
    try {
      return new TrainedModel(best, manager);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Continues a prompt.
   *
   * @param prompt any text; an empty one stands for the end of a paragraph
   * @param maxTokens most new tokens
   * @return the new text
   */
  public String generate(String prompt, int maxTokens, Sampling sampling, long seed) {
    return generate(Request.of(promptIds(prompt), maxTokens, sampling, seed), part -> {});
  }

  /** Carries out a request, told part by part. */
  public String generate(Request request, Consumer<String> listener) {
    return new Generator(gpt, tokenizer, manager).generate(request, listener);
  }

  /**
   * Ids of a prompt; an empty one stands for the end of a paragraph, or for token 0 where the
   * tokenizer knows no line ends.
   */
  public int[] promptIds(String prompt) {
    if (!prompt.isEmpty()) {
      return tokenizer.encode(prompt);
    }
    try {
      return tokenizer.encode(PARAGRAPH_END);
    } catch (InputException e) {
      return new int[] {0};
    }
  }

  /**
   * Measures the model on a text with stride = context.
   *
   * @param text at least two tokens
   */
  public TextLoss.Result measure(String text) {
    return measure(text, 0);
  }

  /**
   * Measures the model on a text.
   *
   * @param stride tokens between windows; 0 stands for the context
   */
  public TextLoss.Result measure(String text, int stride) {
    return new TextLoss(TokenSource.of(tokenizer.encode(text)), stride, manager).measure(gpt);
  }

  /** Returns the model. */
  public LanguageModel model() {
    return gpt;
  }

  /** Returns the configuration of the model. */
  public GptConfig config() {
    return gpt.config();
  }

  /** Its tokenizer. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Where it came from. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Owner of the model's arrays. */
  public NDManager manager() {
    return manager;
  }

  @Override
  public void close() {
    manager.close();
  }
}
