package org.glassllm.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;
  private NDManager manager;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    manager = Torch.manager();
    file = folder.resolve("a.safetensors");
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    tensors.put("matrix", manager.create(new float[] {1, -2.5f, 3e-30f, -0f}, new Shape(2, 2)));
    tensors.put("double", manager.create(new double[] {Math.PI}));
    tensors.put("scalar", manager.create(7f));
    SafeFiles.writeSynced(
        file, out -> SafetensorsWriter.write(out, tensors, Map.of("format", "pt")));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void savedTensorsKeepEveryBit() {
    try (SafetensorsFile f = SafetensorsFile.open(file)) {
      assertEquals(List.of("matrix", "double", "scalar"), List.copyOf(f.names()));
      assertEquals(new Shape(2, 2), f.shape("matrix"));
      assertArrayEquals(
          new float[] {1, -2.5f, 3e-30f, -0f}, f.read(manager, "matrix").toFloatArray());
      assertEquals(Math.PI, f.read(manager, "double").toDoubleArray()[0]);
      assertEquals(7f, f.read(manager, "scalar").getFloat());
      assertThrows(InputException.class, () -> f.read(manager, "none"));
    }
  }

  @Test
  void theBytesFollowTheFormat() throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong();
    assertEquals(0, length % 8);
    String header = new String(bytes.array(), 8, length, StandardCharsets.UTF_8);
    assertTrue(
        header.startsWith(
            "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"matrix\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"),
        header);
    assertEquals(-2.5f, bytes.getFloat(8 + length + 4));
    assertEquals(8 + length + 16 + 8 + 4, bytes.capacity());
  }

  @Test
  void halfPrecisionsAreRead() throws Exception {
    float[] values = {1, -2, 0.5f, 65504, 0x1p-24f, 0};
    short[] half = {0x3C00, (short) 0xC000, 0x3800, 0x7BFF, 0x0001, 0};
    ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    for (short h : half) {
      data.putShort(h);
    }
    for (float v : values) {
      data.putShort((short) (Float.floatToIntBits(v) >>> 16));
    }
    String header =
        "{\"half\":{\"dtype\":\"F16\",\"shape\":[6],\"data_offsets\":[0,12]},"
            + "\"brain\":{\"dtype\":\"BF16\",\"shape\":[6],\"data_offsets\":[12,24]}}";
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(8 + text.length + 24).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, all.putLong(text.length).put(text).put(data.array()).array());
    try (SafetensorsFile f = SafetensorsFile.open(file)) {
      assertArrayEquals(values, f.read(manager, "half").toFloatArray());
      float[] brain = f.read(manager, "brain").toFloatArray();
      assertArrayEquals(new float[] {1, -2, 0.5f}, Arrays.copyOf(brain, 3));
      assertEquals(0x1p-24f, brain[4]);
    }
  }

  /** The header must assign each of 16 bytes of data to one tensor. */
  @Test
  void offsetsMustCoverTheDataWithoutOverlap() throws Exception {
    placesAre("[0,8]", "[8,16]", "");
    placesAre("[8,16]", "[0,8]", ""); // in any order
    placesAre("[0,8]", "[4,12]", "overlap");
    placesAre("[0,8]", "[0,8]", "overlap");
    placesAre("[8,16]", "[8,16]", "gap");
    placesAre("[0,8]", "[8,16,24]", "an array of two offsets");
    placesAre("[0,8]", "[8]", "data_offsets");
    placesAre("[0,8]", "[16,8]", "needs 8 bytes");
    placesAre("[0,8]", "[9223372036854775807,-9223372036854775801]", "data_offsets[1]");
  }

  private void placesAre(String a, String b, String refusal) throws Exception {
    String entry = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":%s}";
    String header = ("{\"a\":" + entry + ",\"b\":" + entry + "}").formatted(a, b);
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(8 + text.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, all.putLong(text.length).put(text).array());
    if (refusal.isEmpty()) {
      SafetensorsFile.open(file).close();
      return;
    }
    String message =
        assertThrows(InputException.class, () -> SafetensorsFile.open(file).close(), header)
            .getMessage();
    assertTrue(message.contains(refusal) && message.contains(file.toString()), message);
  }

  /** The reference implementation refuses these headers too. */
  @Test
  void headersAreStrictJson() throws Exception {
    String good = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    open(good);
    open(good.replace("{\"a\"", "{\"__metadata__\":{\"x\":\"y\"},\"a\""));
    for (String[] bad :
        new String[][] {
          {"[2]", "[2.9]", "shape[0] is 2.9"},
          {"[2]", "[2.0]", "shape[0] is 2.0"},
          {"[2]", "[18446744073709551618]", "shape[0] is 18446744073709551618"},
          {"[2]", "[02]", "not valid JSON"},
          {"\"F32\"", "'F32'", "not valid JSON"},
          {"\"F32\"", "\"F31\"", "dtype is \"F31\", must be one of"},
          {"\"shape\":[2]", "\"shape\":[2],\"shape\":[2]", "\"shape\" twice"},
          {"\"a\"", "\"" + "a".repeat(9000) + "\u001b\"", "not valid JSON"},
          {"[2]", "[" + "9".repeat(900) + "]", "must be a whole number"},
          {"{\"a\"", "{\"__metadata__\":{\"x\":1},\"a\"", "[\"x\"] is 1, must be a string"},
        }) {
      String message =
          assertThrows(InputException.class, () -> open(good.replace(bad[0], bad[1])), bad[1])
              .getMessage();
      assertTrue(message.contains(bad[2]), message);
      assertTrue(message.length() < 400 + file.toString().length(), message);
    }
    byte[] bytes = good.getBytes(StandardCharsets.ISO_8859_1);
    bytes[2] = (byte) 0xE9;
    String message = assertThrows(InputException.class, () -> open(bytes)).getMessage();
    assertTrue(message.contains("UTF-8"), message);
  }

  private void open(String header) throws Exception {
    open(header.getBytes(StandardCharsets.UTF_8));
  }

  private void open(byte[] header) throws Exception {
    ByteBuffer all = ByteBuffer.allocate(8 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, all.putLong(header.length).put(header).array());
    SafetensorsFile.open(file).close();
  }

  @Test
  void dataThatBelongsToNoTensorIsRefused() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length + 3));
    InputException e = assertThrows(InputException.class, () -> SafetensorsFile.open(file).close());
    assertTrue(e.getMessage().contains("3 bytes"), e.getMessage());
  }

  @Test
  void onlyFloatingPointTypesAreWritten() {
    Map<String, NDArray> tensors = Map.of("ids", manager.create(new long[] {1, 2}));
    assertThrows(
        IllegalArgumentException.class,
        () -> SafetensorsWriter.write(OutputStream.nullOutputStream(), tensors, Map.of()));
  }

  @Test
  void aTruncatedFileIsRefusedByName() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      String message =
          assertThrows(InputException.class, () -> SafetensorsFile.open(file).close()).getMessage();
      assertTrue(message.contains(file.toString()), message);
      assertEquals(1, message.lines().count(), message);
    }
  }

  @Test
  void aDamagedHeaderGivesOneClearLine() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 3000; i++) {
      byte[] bad = whole.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        bad[random.nextInt(whole.length - 28)] = (byte) random.nextInt();
      }
      Files.write(file, bad);
      try (SafetensorsFile f = SafetensorsFile.open(file)) {
        for (String name : f.names()) {
          try (NDArray read = f.read(manager, name)) {
            assertEquals(f.shape(name), read.getShape());
          }
        }
      } catch (InputException e) {
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      }
    }
  }
}
