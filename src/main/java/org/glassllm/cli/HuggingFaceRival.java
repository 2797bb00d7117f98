package org.glassllm.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Hugging Face's Rust tokenizer, if its Java binding ({@code ai.djl.huggingface:tokenizers}) is on
 * the class path. It is not among our dependencies, hence the reflection.
 */
final class HuggingFaceRival {
  private final Object tokenizer;
  private final Method encode;

  private HuggingFaceRival(Object tokenizer, Method encode) {
    this.tokenizer = tokenizer;
    this.encode = encode;
  }

  static Optional<HuggingFaceRival> load(Path tokenizerJson) {
    try {
      Class<?> type = Class.forName("ai.djl.huggingface.tokenizers.HuggingFaceTokenizer");
      Map<String, String> options = Map.of("truncation", "false", "padding", "false");
      Object tokenizer =
          type.getMethod("newInstance", Path.class, Map.class).invoke(null, tokenizerJson, options);
      Method encode = type.getMethod("encode", String.class, boolean.class, boolean.class);
      return Optional.of(new HuggingFaceRival(tokenizer, encode));
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** The ids without added special tokens. */
  long[] encode(String text) {
    try {
      Object encoding = encode.invoke(tokenizer, text, false, false);
      return (long[]) encoding.getClass().getMethod("getIds").invoke(encoding);
    } catch (IllegalAccessException | InvocationTargetException | NoSuchMethodException e) {
      throw new IllegalStateException("Hugging Face's tokenizer failed", e);
    }
  }
}
