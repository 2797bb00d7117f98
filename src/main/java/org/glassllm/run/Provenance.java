package org.glassllm.run;

import ai.djl.Device;
import com.google.gson.annotations.SerializedName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.glassllm.base.Check;
import org.glassllm.base.JsonField.MayBeMissing;
import org.glassllm.tensor.Torch;

/**
 * The origin of a run, as {@code run.json} records it.
 *
 * @param command how the run was started
 * @param started when, in UTC
 * @param versions of the software
 * @param machine the computer
 * @param data what the run trains on
 */
public record Provenance(
    String command, String started, Versions versions, Machine machine, Data data) {

  /** Versions of the software. */
  public record Versions(String glassllm, String java, String djl, String pytorch) {}

  /**
   * The computer.
   *
   * @param place the device and the number of threads; older runs did not record it
   */
  public record Machine(
      String os, String architecture, int processors, @MayBeMissing String place) {}

  /**
   * The data of a run; a field that its kind lacks is null.
   *
   * @param source the file, the folder, or {@link RunData#TALES}
   * @param sha256 checksum of both parts
   * @param trainingCharacters {@code char}s of the training text
   * @param validationCharacters {@code char}s of the validation text
   * @param validationBytes UTF-8 bytes of the validation text
   * @param documentEnd the id between documents, or null if training sees none
   */
  public record Data(
      String source,
      String sha256,
      @MayBeMissing @SerializedName("training_characters") Long trainingCharacters,
      @MayBeMissing @SerializedName("validation_characters") Long validationCharacters,
      @MayBeMissing @SerializedName("validation_bytes") Long validationBytes,
      @MayBeMissing @SerializedName("document_end") Integer documentEnd) {
    /** Checks that the source can be a path. */
    public Data {
      if (source.isEmpty() || source.indexOf('\0') >= 0) {
        throw Check.illegal("source", '"' + source + '"', "a path or " + RunData.TALES);
      }
    }
  }

  /** Returns the provenance of a run that starts now. */
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

  /** Returns the device and, for a CPU, the number of threads, which affects rounding. */
  public static String place(Device device) {
    return device.isGpu() ? device.toString() : "the CPU with " + Torch.threads() + " threads";
  }
}
