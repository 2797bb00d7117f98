package org.glassllm.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.glassllm.base.Json;

/**
 * Writes Hugging Face's safetensors format. A file has 8 bytes for the header length, a JSON header
 * and the tensors' bytes, little-endian and row by row.
 */
public final class SafetensorsWriter {
  private SafetensorsWriter() {}

  /**
   * Writes tensors in the order of the map.
   *
   * @param tensors the float32 or float64 arrays, by name
   * @param metadata the strings of the header's {@code __metadata__}, by name
   */
  public static void write(
      OutputStream out, Map<String, NDArray> tensors, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(tensors, metadata);
    out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    out.write(header);
    WritableByteChannel channel = Channels.newChannel(out);
    for (NDArray tensor : tensors.values()) {
      ByteBuffer bytes = tensor.toByteBuffer();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private static byte[] header(Map<String, NDArray> tensors, Map<String, String> metadata) {
    JsonObject header = new JsonObject();
    if (!metadata.isEmpty()) {
      header.add("__metadata__", Json.tree(metadata));
    }
    long at = 0;
    for (Map.Entry<String, NDArray> e : tensors.entrySet()) {
      NDArray tensor = e.getValue();
      long bytes = tensor.size() * tensor.getDataType().getNumOfBytes();
      String dtype = dtype(e.getKey(), tensor.getDataType());
      long[] shape = tensor.getShape().getShape();
      header.add(
          e.getKey(),
          Json.tree(new SafetensorsFile.Entry(dtype, shape, new long[] {at, at + bytes})));
      at += bytes;
    }
    byte[] text = Json.line(header).getBytes(StandardCharsets.UTF_8);
    byte[] aligned =
        Arrays.copyOf(text, (text.length + 7) / 8 * 8); // the format allows spaces after the header
    Arrays.fill(aligned, text.length, aligned.length, (byte) ' ');
    return aligned;
  }

  private static String dtype(String name, DataType type) {
    return switch (type) {
      case FLOAT32 -> "F32";
      case FLOAT64 -> "F64";
      default ->
          throw new IllegalArgumentException(name + " is " + type + ", must be FLOAT32 or FLOAT64");
    };
  }
}
