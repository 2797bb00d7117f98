package org.glassllm.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.annotations.SerializedName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;
import org.glassllm.base.SafeFiles;

/**
 * A file in Hugging Face's safetensors format, open for reading. {@link #open} checks all lengths:
 * a truncated or damaged file causes an {@link InputException} that names the file.
 */
public final class SafetensorsFile implements Closeable {
  private static final long MAX_HEADER = 100_000_000; // the limit that the format states, in bytes

  /** The bytes per number, by dtype. */
  private static final Map<String, Integer> WIDTHS =
      new TreeMap<>(
          Map.of(
              "F64", 8, "I64", 8, "F32", 4, "I32", 4, "F16", 2, "BF16", 2, "I16", 2, "U8", 1, "I8",
              1, "BOOL", 1));

  private final Path file;
  private final FileChannel channel;
  private final long dataStart;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  /**
   * The JSON object that describes a tensor in the header.
   *
   * @param dtype the name of the dtype, such as {@code F32}
   * @param shape the length of each axis
   * @param places the first byte of the tensor and the byte after the tensor's last byte, counted
   *     from the end of the header
   */
  record Entry(String dtype, long[] shape, @SerializedName("data_offsets") long[] places) {
    long begin() {
      return places[0];
    }

    long end() {
      return places[1];
    }
  }

  private SafetensorsFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    long size = channel.size();
    if (size < 8) {
      throw damaged("the file has %s bytes, must have at least 8", size);
    }
    long headerLength = read(0, 8).getLong();
    if (headerLength < 2 || headerLength > MAX_HEADER || headerLength > size - 8) {
      throw damaged(
          "the header length is %s, must fit into the file of %s bytes", headerLength, size);
    }
    dataStart = 8 + headerLength;
    String source = "the header of " + file;
    JsonField header = JsonField.parse(SafeFiles.utf8(read(8, (int) headerLength), source), source);
    for (String name : header.object().keySet()) {
      JsonField field = header.entry(name);
      if ("__metadata__".equals(name)) {
        field.object().keySet().forEach(key -> metadata.put(key, field.entry(key).string()));
      } else {
        entries.put(name, entry(field, size - dataStart));
      }
    }
    requireFilled(size - dataStart);
  }

  /** Checks that every byte of the data belongs to exactly one tensor. */
  private void requireFilled(long dataSize) {
    List<Entry> inOrder = new ArrayList<>(entries.values());
    inOrder.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long filled = 0;
    for (Entry entry : inOrder) {
      if (entry.begin() != filled) {
        throw damaged("the tensors overlap or leave a gap at byte %s of the data", filled);
      }
      filled = entry.end();
    }
    if (filled != dataSize) {
      throw damaged("%s bytes at the end of the file belong to no tensor", dataSize - filled);
    }
  }

  /** Opens a file and checks its header. */
  public static SafetensorsFile open(Path file) {
    FileChannel channel = null;
    try {
      channel = SafeFiles.open(file);
      return new SafetensorsFile(file, channel);
    } catch (IOException e) {
      closeQuietly(channel);
      throw SafeFiles.cannot("read", file, e);
    } catch (RuntimeException e) {
      closeQuietly(channel);
      throw e;
    }
  }

  private Entry entry(JsonField json, long dataSize) {
    String dtype = json.get("dtype").string(WIDTHS.keySet());
    long[] shape = lengths(json.get("shape")), places = lengths(json.get("data_offsets"));
    if (places.length != 2) {
      throw json.get("data_offsets").wrong("an array of two offsets");
    }
    long count = 1;
    for (long n : shape) {
      if (n > 0 && count > Long.MAX_VALUE / 8 / n) {
        throw json.get("shape").wrong("a shape of at most 2^60 numbers");
      }
      count *= n;
    }
    Entry entry = new Entry(dtype, shape, places);
    long expected = count * WIDTHS.get(dtype);
    if (entry.end() > dataSize || entry.end() - entry.begin() != expected) {
      throw damaged(
          "%s needs %s bytes from byte %s of the data, which has %s bytes; data_offsets must agree",
          json.path(), expected, entry.begin(), dataSize);
    }
    return entry;
  }

  private static long[] lengths(JsonField list) {
    return list.list().stream().mapToLong(n -> n.whole(0, Long.MAX_VALUE)).toArray();
  }

  /** Returns the names of the tensors, in the file's order. */
  public Set<String> names() {
    return entries.keySet();
  }

  /** Returns the strings of the header's {@code __metadata__}, by name. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  /** Returns the shape of a tensor. */
  public Shape shape(String name) {
    return new Shape(find(name).shape);
  }

  /**
   * Returns a tensor as float64 if the file stores it as float64, otherwise as float32.
   *
   * @throws InputException if the tensor is missing, takes 2 GiB or more, or has no floating-point
   *     dtype
   */
  public NDArray read(NDManager manager, String name) {
    Entry e = find(name);
    long bytes = e.end() - e.begin();
    if (bytes > Integer.MAX_VALUE) {
      throw new InputException(
          "illegal size of tensor %s of %s: %s bytes, must be below 2 GiB; use a smaller model",
          name, file, bytes);
    }
    try {
      ByteBuffer data = read(dataStart + e.begin(), (int) bytes);
      Shape shape = new Shape(e.shape);
      return switch (e.dtype) {
        case "F64" -> manager.create(data, shape, DataType.FLOAT64);
        case "F32" -> manager.create(data, shape, DataType.FLOAT32);
        case "F16" -> {
          try (NDArray half = manager.create(data, shape, DataType.FLOAT16)) {
            yield half.toType(DataType.FLOAT32, false);
          }
        }
        case "BF16" -> manager.create(widened(data), shape, DataType.FLOAT32);
        default ->
            throw new InputException(
                "illegal dtype of tensor %s of %s: %s, must be F64, F32, F16 or BF16",
                InputException.shown(name), file, e.dtype);
      };
    } catch (IOException x) {
      throw SafeFiles.cannot("read", file, x);
    }
  }

  /**
   * Casts bfloat16 to float32. A bfloat16 number is the upper half of a float32 number; DJL cannot
   * cast bfloat16.
   */
  private static ByteBuffer widened(ByteBuffer half) {
    ByteBuffer whole = ByteBuffer.allocate(2 * half.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    while (half.hasRemaining()) {
      whole.putShort((short) 0).putShort(half.getShort());
    }
    return whole.flip();
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw damaged("the file ends before byte %s", position + length);
      }
    }
    return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private Entry find(String name) {
    Entry e = entries.get(name);
    if (e == null) {
      throw new InputException(
          "no tensor %s in %s; use the config.json of these weights", name, file);
    }
    return e;
  }

  private InputException damaged(String why, Object... values) {
    return new InputException(
        "damaged safetensors file %s: %s; restore the file from a copy",
        file, why.formatted(values));
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException ignored) {
      // the caller reports an earlier error, if there is one
      return;
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }
}
