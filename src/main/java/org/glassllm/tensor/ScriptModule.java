package org.glassllm.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A loaded TorchScript module whose methods take arrays and numbers.
 *
 * <p>It has no parameters, so one module serves all devices and threads, for as long as the process
 * lives.
 */
final class ScriptModule {
  /** DJL reads a method's name off an argument whose name starts so. */
  private static final String METHOD = "module_method:";

  private final NDManager manager = Torch.manager();
  private final PtSymbolBlock block;
  private final Map<String, NDArray> methods = new ConcurrentHashMap<>();
  private final Map<Number, NDArray> numbers = new ConcurrentHashMap<>();

  /** The JIT's own backward pass fails on mixed dtypes; the switch is each thread's own. */
  private static final ThreadLocal<Boolean> OPTIMIZER_OFF =
      ThreadLocal.withInitial(
          () -> {
            JniUtils.setGraphExecutorOptimize(false);
            return true;
          });

  /**
   * Loads a module from a text resource beside this class.
   *
   * @param resource file name of the source
   * @param name the class in it
   * @param flags the values of its fields
   */
  ScriptModule(String resource, String name, Map<String, Boolean> flags) {
    try (InputStream in = ScriptModule.class.getResourceAsStream(resource)) {
      String source = new String(in.readAllBytes(), UTF_8);
      byte[] archive = ScriptArchive.pack(name, source, flags);
      block =
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // our own jar
    }
  }

  /**
   * Calls a method that autograd may record.
   *
   * @param arguments arrays; the result belongs to the manager of the first
   */
  NDArray call(String method, NDArray... arguments) {
    return list(method, arguments).get(0);
  }

  /** As {@link #call}, for a method that returns several arrays. */
  NDList list(String method, NDArray... arguments) {
    OPTIMIZER_OFF.get();
    NDList inputs = new NDList(arguments.length + 1);
    for (NDArray argument : arguments) {
      inputs.add(plain(argument));
    }
    inputs.add(methods.computeIfAbsent(method, this::tag));
    return IValueUtils.forward(block, inputs, true);
  }

  private NDArray tag(String method) {
    NDArray tag = manager.create(0);
    tag.setName(METHOD + method);
    return tag;
  }

  /** DJL gives some names a meaning, such as one with a dot; a view has no name. */
  private static NDArray plain(NDArray array) {
    String name = array.getName();
    boolean special = name != null && !name.chars().allMatch(Character::isLetterOrDigit);
    return special ? array.reshape(array.getShape()) : array;
  }

  /** A number as an argument of {@link #call}; kept, so only for few different ones. */
  NDArray number(double value) {
    return numbers.computeIfAbsent(value, v -> manager.create(value));
  }

  /** As {@link #number(double)}, for a whole number. */
  NDArray number(long value) {
    return numbers.computeIfAbsent(value, v -> manager.create(value));
  }

  /**
   * Calls a method that autograd does not record.
   *
   * @param arguments NDArray, {@code List<NDArray>}, Long or Double
   * @return the result, to be closed
   */
  IValue apply(String method, Object... arguments) {
    OPTIMIZER_OFF.get();
    IValue[] values = Arrays.stream(arguments).map(ScriptModule::value).toArray(IValue[]::new);
    try {
      return IValueUtils.runMethod(block, method, values);
    } finally {
      Arrays.stream(values).forEach(IValue::close);
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof Long number) {
      return IValue.from(number.longValue());
    }
    if (argument instanceof Double number) {
      return IValue.from(number.doubleValue());
    }
    if (argument instanceof PtNDArray array) {
      return IValue.from(array);
    }
    List<?> arrays = (List<?>) argument;
    return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
  }
}
