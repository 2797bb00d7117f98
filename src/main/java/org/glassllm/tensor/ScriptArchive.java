package org.glassllm.tensor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript source into the archive that PyTorch's {@code torch.jit.load} reads.
 *
 * <p>DJL cannot call most of libtorch's fused kernels directly. DJL can load TorchScript, and
 * TorchScript can call every kernel. PyTorch's own archives are written by Python; this class
 * writes the same format. The archive is a zip file of <em>stored</em> entries. The entries are the
 * source and a pickled object whose class the source defines.
 */
final class ScriptArchive {
  /** Operator version of libtorch 2.7, in which {@code gelu} has a second argument. */
  private static final String VERSION = "10\n";

  /** An empty tuple in pickle protocol 2. */
  private static final String EMPTY_TUPLE = "\u0080\u0002).";

  private ScriptArchive() {}

  /**
   * Returns the archive of a module without parameters.
   *
   * @param name name of the module's class
   * @param source TorchScript source of the class, with {@code training : bool} and the flags as
   *     its fields
   * @param flags names and values of the fields
   */
  static byte[] pack(String name, String source, Map<String, Boolean> flags) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, name + "/data.pkl", object(name, flags).getBytes(ISO_8859_1));
      store(zip, name + "/code/__torch__.py", source.getBytes(UTF_8));
      store(zip, name + "/constants.pkl", EMPTY_TUPLE.getBytes(ISO_8859_1));
      store(zip, name + "/version", VERSION.getBytes(ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a write to memory does not fail
    }
    return bytes.toByteArray();
  }

  /** Returns an object of {@code __torch__.name} with boolean fields, in pickle protocol 2. */
  private static String object(String name, Map<String, Boolean> flags) {
    StringBuilder pickle = new StringBuilder("\u0080\u0002c__torch__\n" + name + "\n)\u0081}(");
    flags.forEach(
        (flag, value) ->
            pickle
                .append('X') // a string with its length in four bytes, little-endian
                .append((char) flag.length())
                .append("\0\0\0")
                .append(flag)
                .append(value ? '\u0088' : '\u0089'));
    return pickle.append("ub.").toString();
  }

  /** Adds an entry without compression, because PyTorch maps entries into memory. */
  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
