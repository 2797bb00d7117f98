package org.glassllm.run;

import ai.djl.Device;
import com.google.gson.annotations.SerializedName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.glassllm.base.JsonField.MayBeMissing;
import org.glassllm.tensor.Torch;

/**
 * The origin of a run, as {@code run.json} records it.
 *
 * @param command the command line that started the run
 * @param started the time of the start, in UTC
 * @param versions the versions of the software
 * @param machine the computer
 * @param data the data of the run
 */
public record Provenance(
    String command, String started, Versions versions, Machine machine, Data data) {

  /** The versions of GlassLLM, Java, DJL and PyTorch. */
  public record Versions(String glassllm, String java, String djl, String pytorch) {}

  /**
   * The computer.
   *
   * @param os the operating system
   * @param architecture the processor architecture
   * @param processors the number of processors
   * @param place the device and the number of threads; null in older runs
   */
  public record Machine(
      String os, String architecture, int processors, @MayBeMissing String place) {}

  /**
   * The data of a run. A token file has no counts of characters or bytes; those fields are then
   * null.
   *
   * @param source the file, the folder, or {@link RunData#TALES}
   * @param sha256 the SHA-256 checksum that identifies both splits
   * @param trainingCharacters the number of {@code char}s in the training split
   * @param validationCharacters the number of {@code char}s in the validation split
   * @param validationBytes the number of UTF-8 bytes in the validation split
   * @param documentEnd the id of the token between documents; null if the training split has no
   *     such token
   */
  public record Data(
      String source,
      String sha256,
      @MayBeMissing @SerializedName("training_characters") Long trainingCharacters,
      @MayBeMissing @SerializedName("validation_characters") Long validationCharacters,
      @MayBeMissing @SerializedName("validation_bytes") Long validationBytes,
      @MayBeMissing @SerializedName("document_end") Integer documentEnd) {}

  /** Returns the provenance of a run that starts at the time of this call. */
  static Provenance now(String command, Data data, Device device) {
    String own = Provenance.class.getPackage().getImplementationVersion();
    return new Provenance(
        command,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        new Versions(
            own == null ? "development" : own,
            Runtime.version().toString(),
            ai.djl.engine.Engine.getDjlVersion(),
            Torch.engine().getVersion()),
        new Machine(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            place(device)),
        data);
  }

  /**
   * Returns the name of the device. For a CPU the name includes the number of threads, which
   * affects rounding.
   */
  public static String place(Device device) {
    return device.isGpu() ? device.toString() : "the CPU with " + Torch.threads() + " threads";
  }
}
