package org.glassllm.run;

import ai.djl.Device;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.glassllm.tensor.Torch;

/** Where a run came from: command, versions and machine, for {@code run.json}. */
final class Provenance {
  private Provenance() {}

  static JsonObject describe(String command, CorpusText text, Device device) {
    JsonObject o = new JsonObject();
    o.addProperty("command", command);
    o.addProperty("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    JsonObject versions = new JsonObject();
    String own = Provenance.class.getPackage().getImplementationVersion();
    versions.addProperty("glassllm", own == null ? "development" : own);
    versions.addProperty("java", Runtime.version().toString());
    versions.addProperty("djl", ai.djl.engine.Engine.getDjlVersion());
    versions.addProperty("pytorch", Torch.engine().getVersion());
    o.add("versions", versions);
    JsonObject machine = new JsonObject();
    machine.addProperty("os", System.getProperty("os.name"));
    machine.addProperty("architecture", System.getProperty("os.arch"));
    machine.addProperty("processors", Runtime.getRuntime().availableProcessors());
    machine.addProperty("place", RunRecord.place(device));
    o.add("machine", machine);
    o.add("data", text.describe());
    return o;
  }
}
