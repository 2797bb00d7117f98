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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A TorchScript module whose methods take arrays and numbers.
 *
 * <p>A module has no parameters. All devices and threads therefore share one module.
 */
public final class ScriptModule {
  /** Prefix of an argument's name, from which DJL reads the method's name. */
  private static final String METHOD = "module_method:";

  private final NDManager manager = Torch.manager();
  private final PtSymbolBlock block;
  private final Map<String, NDArray> methods = new ConcurrentHashMap<>();
  private final Map<Number, NDArray> numbers = new ConcurrentHashMap<>();

  /** Disables the JIT's backward pass, which fails on mixed dtypes, once per thread. */
  private static final ThreadLocal<Boolean> OPTIMIZER_OFF =
      ThreadLocal.withInitial(
          () -> {
            JniUtils.setGraphExecutorOptimize(false);
            return true;
          });

  private static final String PRELUDE = "prelude.torchscript";
  private static final LongAdder NANOS = new LongAdder();
  private static final Map<String, ScriptModule> LOADED = new ConcurrentHashMap<>();

  private ScriptModule(String source, Precision precision) {
    Map<String, Boolean> flags = Map.of("training", true, "half", precision == Precision.BFLOAT16);
    byte[] archive = ScriptArchive.pack("Fused", source, flags);
    try {
      block =
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a read from memory does not fail
    }
  }

  /**
   * Returns the module of a package; the first call loads it.
   *
   * <p>The source consists of a prelude that all modules share and the resource {@code
   * NAME.torchscript} in the package of the class. NAME is the last component of the package name.
   */
  static ScriptModule of(Class<?> user, Precision precision) {
    String name = user.getPackageName();
    String resource = name.substring(name.lastIndexOf('.') + 1) + ".torchscript";
    return LOADED.computeIfAbsent(
        name + "/" + precision,
        key -> new ScriptModule(text(Torch.class, PRELUDE) + text(user, resource), precision));
  }

  private static String text(Class<?> beside, String resource) {
    try (InputStream in = beside.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the jar has this resource
    }
  }

  /**
   * Calls a TorchScript method; autograd records the call if recording is enabled on this thread.
   *
   * @param arguments arrays, at least one
   * @return the result, owned by the manager of the first argument
   */
  public NDArray call(String method, NDArray... arguments) {
    return list(method, arguments).get(0);
  }

  /** Calls a method and returns all its result arrays; {@link #call} returns only the first one. */
  public NDList list(String method, NDArray... arguments) {
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

  /**
   * Returns the array, or an unnamed view of the array if DJL could interpret the array's name. DJL
   * could interpret a name with a character that is neither a letter nor a digit, such as a dot.
   */
  private static NDArray plain(NDArray array) {
    String name = array.getName();
    boolean special = name != null && !name.chars().allMatch(Character::isLetterOrDigit);
    return special ? array.reshape(array.getShape()) : array;
  }

  /**
   * Returns a Long or Double as an argument of {@link #call}; each distinct number stays cached.
   */
  public NDArray number(Number value) {
    return numbers.computeIfAbsent(
        value,
        v -> v instanceof Long ? manager.create(v.longValue()) : manager.create(v.doubleValue()));
  }

  /** A list of arrays that many calls receive; a call does not convert the list again. */
  public static final class Arguments implements AutoCloseable {
    private final NDManager owner;
    private final String id = UUID.randomUUID().toString();
    private final IValue list;

    private Arguments(NDManager owner, IValue list) {
      this.owner = owner;
      this.list = list;
      owner.attachUncappedInternal(id, this);
    }

    /**
     * Converts a list of arrays. The list keeps the arrays' memory alive until the list or its
     * owner is closed.
     */
    public static Arguments of(NDManager owner, List<NDArray> arrays) {
      return new Arguments(owner, tensors(arrays));
    }

    @Override
    public void close() {
      owner.detachInternal(id);
      list.close();
    }
  }

  /** Returns the time that libtorch took for all calls of {@link #apply} so far, in seconds. */
  public static double seconds() {
    return NANOS.sum() / 1e9;
  }

  /**
   * Calls a method, which autograd does not record.
   *
   * @param arguments arguments of the types NDArray, {@code List<NDArray>}, {@link Arguments},
   *     Long, Double or {@code long[]}
   * @return the result, which the caller must close
   */
  public IValue apply(String method, Object... arguments) {
    OPTIMIZER_OFF.get();
    IValue[] values = new IValue[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(arguments[i]);
    }
    long began = System.nanoTime();
    try {
      return IValueUtils.runMethod(block, method, values);
    } finally {
      NANOS.add(System.nanoTime() - began);
      for (int i = 0; i < values.length; i++) {
        if (!(arguments[i] instanceof Arguments)) {
          values[i].close();
        }
      }
    }
  }

  /** Calls a method, which autograd does not record; {@code manager} owns the resulting array. */
  public NDArray apply(NDManager manager, String method, Object... arguments) {
    try (IValue result = apply(method, arguments)) {
      return result.toTensor((PtNDManager) manager);
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof Arguments prepared) {
      return prepared.list;
    }
    if (argument instanceof Long number) {
      return IValue.from(number.longValue());
    }
    if (argument instanceof Double number) {
      return IValue.from(number.doubleValue());
    }
    if (argument instanceof PtNDArray array) {
      return IValue.from(array);
    }
    if (argument instanceof long[] numbers) {
      return IValue.listFrom(numbers);
    }
    return tensors((List<?>) argument);
  }

  private static IValue tensors(List<?> arrays) {
    return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
  }
}
