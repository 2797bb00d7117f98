package org.glassllm.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** The readers of files, and their shares of all inputs. */
enum FuzzReader {
  SAFETENSORS(300, folder -> new SafetensorsTarget()),
  TOKENIZER_JSON(110, TokenizerTarget::json),
  GPT2_FILES(50, TokenizerTarget::gpt2),
  TIKTOKEN(60, TokenizerTarget::tiktoken),
  TOKEN_FILE(100, TokenFileTarget::new),
  RUN_JSON(130, RunJsonTarget::new),
  METRICS(80, folder -> new MetricsTarget()),
  TEXT(100, folder -> new TextTarget()),
  EXAMPLES(60, folder -> new ExamplesTarget()),
  MODEL(20, ModelTarget::new),
  RUN(32, RunTarget::new),
  RESUME(10, ResumeTarget::new),
  DOWNLOAD(8, folder -> new DownloadTarget());

  private final long share;
  private final Maker maker;

  private interface Maker {
    Target make(Path folder) throws IOException;
  }

  FuzzReader(long share, Maker maker) {
    this.share = share;
    this.maker = maker;
  }

  /** Writes the good files into a folder and returns the reader. */
  Target create(Path folder) throws IOException {
    return maker.make(folder);
  }

  /** Returns this reader's part of a number of inputs. */
  long of(long inputs) {
    return inputs * share / Arrays.stream(values()).mapToLong(r -> r.share).sum();
  }
}
