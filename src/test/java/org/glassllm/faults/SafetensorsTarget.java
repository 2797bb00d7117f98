package org.glassllm.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.glassllm.base.InputException;
import org.glassllm.checkpoint.SafetensorsFile;
import org.glassllm.tensor.Torch;

/** Accepts a file only if an independent strict reader finds the same tensors. */
final class SafetensorsTarget implements Target {
  private static final String FLOATS =
      """
      {"__metadata__":{"format":"pt"},
      "wte.weight":{"dtype":"F32","shape":[4,3],"data_offsets":[0,48]},
      "h.0.bias":{"dtype":"F32","shape":[5],"data_offsets":[48,68]},
      "scalar":{"dtype":"F32","shape":[],"data_offsets":[68,72]}}""";
  private static final String MIXED =
      """
      {"double":{"dtype":"F64","shape":[2,2],"data_offsets":[0,32]},
      "half":{"dtype":"F16","shape":[3,2],"data_offsets":[32,44]},
      "brain":{"dtype":"BF16","shape":[4],"data_offsets":[44,52]},
      "none":{"dtype":"F32","shape":[0,7],"data_offsets":[52,52]},
      "ids":{"dtype":"I64","shape":[1,2],"data_offsets":[52,68]}}""";

  private final List<Sample> samples;

  SafetensorsTarget() {
    byte[] data = new byte[72];
    new SplittableRandom(7).nextBytes(data);
    samples =
        List.of(
            Sample.of("floats.safetensors", StrictSafetensors.file(FLOATS, data)),
            Sample.of("mixed.safetensors", StrictSafetensors.file(MIXED, Arrays.copyOf(data, 68))));
  }

  @Override
  public List<Sample> samples() {
    return samples;
  }

  @Override
  public byte[] damage(Sample sample, SplittableRandom random) {
    return random.nextInt(5) < 3 ? damagedHeader(sample.bytes(), random) : null;
  }

  /** Returns a file whose header is damaged JSON of the right length. */
  static byte[] damagedHeader(byte[] file, SplittableRandom random) {
    int end = StrictSafetensors.headerEnd(file);
    byte[] header = Arrays.copyOfRange(file, 8, end);
    byte[] data = Arrays.copyOfRange(file, end, file.length);
    try {
      header =
          random.nextInt(4) == 0
              ? Damage.apply(header, header, random)
              : JsonDamage.apply(StrictJson.read(header), random);
    } catch (StrictJson.Wrong e) {
      throw new IllegalStateException(e);
    }
    return StrictSafetensors.file(header, data);
  }

  @Override
  public void read(Sample sample, byte[] damaged, Path folder) throws Exception {
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(sample.file()));
        NDManager manager = Torch.manager(Device.cpu())) {
      Map<String, StrictSafetensors.Tensor> right = StrictSafetensors.read(damaged);
      assertEquals(right.keySet(), file.names());
      for (String name : right.keySet()) {
        StrictSafetensors.Tensor tensor = right.get(name);
        assertArrayEquals(tensor.shape(), file.shape(name).getShape(), name);
        values(file, name, tensor, manager);
      }
    }
  }

  private static void values(
      SafetensorsFile file, String name, StrictSafetensors.Tensor right, NDManager manager) {
    if (!right.isFloat()) {
      try {
        file.read(manager, name).close();
        throw new AssertionError("whole numbers were read as a tensor");
      } catch (InputException e) {
        return;
      }
    }
    try (NDArray read = file.read(manager, name);
        NDArray all = read.toType(DataType.FLOAT64, false)) {
      double[] values = all.toDoubleArray();
      assertEquals(right.count(), values.length, name);
      for (int i = 0; i < values.length; i++) {
        assertEquals(right.value(i), values[i], name);
      }
    }
  }
}
