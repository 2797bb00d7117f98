package org.glassllm.cli;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hugging Face's Rust tokenizer, if its Java binding ({@code ai.djl.huggingface:tokenizers}) is on
 * the class path or in the launcher's folder {@code test-lib}. It is not among our run-time
 * dependencies, hence the reflection.
 */
final class HuggingFaceRival {
  private static final String NAME = "ai.djl.huggingface.tokenizers.HuggingFaceTokenizer";

  private final Object tokenizer;
  private final Method encode;

  private HuggingFaceRival(Object tokenizer, Method encode) {
    this.tokenizer = tokenizer;
    this.encode = encode;
  }

  /** Our own loader, with the jars of test-lib beside the jar that this class came from. */
  private static ClassLoader loader() {
    ClassLoader ours = HuggingFaceRival.class.getClassLoader();
    try {
      Path jar =
          Path.of(
              HuggingFaceRival.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = jar.resolveSibling("../test-lib").normalize();
      List<URL> rival = CourseFolder.jars(folder, "tokenizers-*.jar");
      return new URLClassLoader(rival.toArray(new URL[0]), ours);
    } catch (IOException | URISyntaxException e) {
      return ours;
    }
  }

  static Optional<HuggingFaceRival> load(Path tokenizerJson) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      ClassLoader loader = loader();
      thread.setContextClassLoader(loader); // DJL looks there for the native library
      Class<?> type = Class.forName(NAME, true, loader);
      Map<String, String> options = Map.of("truncation", "false", "padding", "false");
      Object tokenizer =
          type.getMethod("newInstance", Path.class, Map.class).invoke(null, tokenizerJson, options);
      Method encode = type.getMethod("encode", String.class, boolean.class, boolean.class);
      return Optional.of(new HuggingFaceRival(tokenizer, encode));
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.empty();
    } finally {
      thread.setContextClassLoader(before);
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
