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
 * Reads Hugging Face's safetensors format. All lengths are checked first: a truncated or altered
 * file causes an {@link InputException} that names the file.
 */
public final class SafetensorsFile implements Closeable {
  private static final long MAX_HEADER = 100_000_000; // the format's own limit

  /** The bytes of a number of each type. */
  private static final Map<String, Integer> WIDTHS =
      new TreeMap<>(
          Map.of(
              "F64", 8, "I64", 8, "F32", 4, "I32", 4, "F16", 2, "BF16", 2, "I16", 2, "U8", 1, "I8",
              1, "BOOL", 1));

  private final Path file;
  private final FileChannel channel;
  private final long dataStart;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * The header's JSON for a tensor.
   *
   * @param places where the data begins and ends, counted from the end of the header
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
      throw damaged("it has %s bytes, must have at least 8", size);
    }
    long headerLength = read(0, 8).getLong();
    if (headerLength < 2 || headerLength > MAX_HEADER || headerLength > size - 8) {
      throw damaged("its header length is %s in a file of %s bytes", headerLength, size);
    }
    dataStart = 8 + headerLength;
    String source = "the header of " + file;
    JsonField header = JsonField.parse(SafeFiles.utf8(read(8, (int) headerLength), source), source);
    for (String name : header.object().keySet()) {
      JsonField field = header.entry(name);
      if ("__metadata__".equals(name)) {
        field.object().keySet().forEach(key -> field.entry(key).string());
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
        throw damaged("its tensors overlap or leave a gap at byte %s of the data", filled);
      }
      filled = entry.end();
    }
    if (filled != dataSize) {
      throw damaged("%s bytes at its end belong to no tensor", dataSize - filled);
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
      throw json.get("data_offsets").wrong("two data_offsets");
    }
    long count = 1;
    for (long n : shape) {
      if (n > 0 && count > Long.MAX_VALUE / 8 / n) {
        throw json.get("shape").wrong("smaller");
      }
      count *= n;
    }
    Entry entry = new Entry(dtype, shape, places);
    long expected = count * WIDTHS.get(dtype);
    if (entry.end() > dataSize || entry.end() - entry.begin() != expected) {
      throw damaged(
          "%s should take %s bytes at %s, but the data has %s",
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

  /** Returns the shape of a tensor. */
  public Shape shape(String name) {
    return new Shape(find(name).shape);
  }

  /**
   * Returns a tensor as float32, or as float64 if the file has float64.
   *
   * @throws InputException if the tensor is missing or not of a floating-point type
   */
  public NDArray read(NDManager manager, String name) {
    Entry e = find(name);
    long bytes = e.end() - e.begin();
    if (bytes > Integer.MAX_VALUE) {
      throw new InputException(
          "illegal size of tensor %s of %s: %s bytes, must be below 2 GiB", name, file, bytes);
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
                "illegal type of tensor %s of %s: %s, must be F64, F32, F16 or BF16",
                InputException.shown(name), file, e.dtype);
      };
    } catch (IOException x) {
      throw SafeFiles.cannot("read", file, x);
    }
  }

  /** Casts bfloat16 to float32, whose upper half it is; DJL cannot cast it. */
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
        throw damaged("it ends before byte %s", position + length);
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
        "damaged safetensors file %s: %s; restore it from a copy", file, why.formatted(values));
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException ignored) {
      // the first error is reported
      return;
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }
}
