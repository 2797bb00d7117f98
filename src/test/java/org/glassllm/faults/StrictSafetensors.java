package org.glassllm.faults;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An independent strict reader of safetensors files. */
final class StrictSafetensors {
  private static final Map<String, Integer> BITS =
      Map.of(
          "F64", 64, "I64", 64, "F32", 32, "I32", 32, "F16", 16, "BF16", 16, "I16", 16, "U8", 8,
          "I8", 8, "BOOL", 8);

  private StrictSafetensors() {}

  /** A tensor with its bytes. */
  record Tensor(String dtype, long[] shape, long begin, long end, ByteBuffer data) {
    /** Returns the value at an index, if the type is floating-point. */
    double value(int i) {
      return switch (dtype) {
        case "F64" -> data.getDouble(8 * i);
        case "F32" -> data.getFloat(4 * i);
        case "BF16" -> Float.intBitsToFloat(data.getShort(2 * i) << 16);
        case "F16" -> half(data.getShort(2 * i) & 0xFFFF);
        default -> throw new IllegalArgumentException(dtype);
      };
    }

    boolean isFloat() {
      return List.of("F64", "F32", "F16", "BF16").contains(dtype);
    }

    int count() {
      return data.remaining() * 8 / BITS.get(dtype);
    }
  }

  private static double half(int bits) {
    int exponent = bits >> 10 & 31;
    double fraction = bits & 1023;
    double size =
        exponent == 31
            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
            : exponent == 0
                ? fraction * Math.pow(2, -24)
                : (1024 + fraction) * Math.pow(2, exponent - 25);
    return bits >= 0x8000 ? -size : size;
  }

  /** Returns where the header ends, or 0 if the file has none. */
  static int headerEnd(byte[] file) {
    long length = file.length < 8 ? -1 : little(file).getLong(0);
    return length < 2 || length > file.length - 8 ? 0 : (int) length + 8;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns a file of a header and its data. */
  static byte[] file(byte[] header, byte[] data) {
    ByteBuffer file = little(new byte[8 + header.length + data.length]);
    return file.putLong(header.length).put(header).put(data).array();
  }

  static byte[] file(String header, byte[] data) {
    return file(header.getBytes(StandardCharsets.UTF_8), data);
  }

  /** Reads a file. */
  static Map<String, Tensor> read(byte[] file) throws StrictJson.Wrong {
    int start = headerEnd(file);
    require(start > 0, "the header length is wrong");
    Map<String, Tensor> all = new LinkedHashMap<>();
    Map<String, Object> header = StrictJson.object(Arrays.copyOfRange(file, 8, start));
    for (Map.Entry<String, Object> e : header.entrySet()) {
      if ("__metadata__".equals(e.getKey())) {
        for (Object value : StrictJson.object(e.getValue(), "metadata").values()) {
          StrictJson.string(value, "metadata");
        }
      } else {
        all.put(e.getKey(), tensor(StrictJson.object(e.getValue(), e.getKey()), file, start));
      }
    }
    long filled = 0;
    for (Tensor t :
        all.values().stream()
            .sorted(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end))
            .toList()) {
      require(t.begin() == filled, "tensors overlap or leave a gap");
      filled = t.end();
    }
    require(filled == file.length - start, "bytes at the end belong to no tensor");
    return all;
  }

  private static Tensor tensor(Map<String, Object> entry, byte[] file, int start)
      throws StrictJson.Wrong {
    String dtype = StrictJson.string(entry.get("dtype"), "dtype");
    require(BITS.containsKey(dtype), "unknown dtype");
    long[] shape = longs(entry.get("shape"), "shape");
    long[] places = longs(entry.get("data_offsets"), "data_offsets");
    require(places.length == 2, "data_offsets has not two numbers");
    java.math.BigInteger size = java.math.BigInteger.valueOf(BITS.get(dtype) / 8);
    for (long n : shape) {
      require(n >= 0, "negative shape");
      size = size.multiply(java.math.BigInteger.valueOf(n));
    }
    require(places[0] >= 0 && places[1] >= places[0], "data_offsets are wrong");
    require(places[1] <= file.length - start, "data_offsets are past the end");
    require(
        size.equals(java.math.BigInteger.valueOf(places[1] - places[0])),
        "shape and data_offsets disagree");
    byte[] data = Arrays.copyOfRange(file, start + (int) places[0], start + (int) places[1]);
    return new Tensor(dtype, shape, places[0], places[1], little(data));
  }

  private static long[] longs(Object value, String name) throws StrictJson.Wrong {
    List<Object> list = StrictJson.list(value, name);
    long[] longs = new long[list.size()];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = StrictJson.whole(list.get(i), name);
    }
    return longs;
  }

  private static void require(boolean is, String otherwise) throws StrictJson.Wrong {
    if (!is) {
      throw new StrictJson.Wrong(otherwise);
    }
  }
}
