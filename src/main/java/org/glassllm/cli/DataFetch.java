package org.glassllm.cli;

import java.nio.file.Path;
import org.glassllm.text.download.Catalog;
import org.glassllm.text.download.Download;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs {@code glass data fetch}. */
@Command(
    name = "fetch",
    description = "Download a corpus of the catalog, which glass data list prints.")
final class DataFetch extends Subcommand {
  private record Fetched(
      String file, long bytes, String sha256, boolean checked, long resumedFrom, String licence) {}

  @Parameters(paramLabel = "NAME", description = "Name of the corpus in the catalog.")
  private String name;

  @Option(names = "--out", paramLabel = "F", description = "Output file. Default: NAME.txt.")
  private Path out;

  @Override
  public void run() {
    Catalog.Entry entry = Catalog.find(name);
    Path file = out == null ? Path.of(name + ".txt") : out;
    Download.Result r;
    try (TaskProgress progress = new TaskProgress(err(), Terminal.isThere())) {
      r = Download.fetch(entry, file, (done, all) -> progress.megabytes(name, done, all));
    }
    String target = file.toString(), licence = entry.licence();
    String check =
        r.checked()
            ? ", equal to the checksum in the catalog"
            : "; not verified: the catalog has no checksum";
    printResult(
        new Fetched(target, r.bytes(), r.sha256(), r.checked(), r.resumedFrom(), licence),
        format("%s: %d bytes, %s%nsha256 %s%s%n", target, r.bytes(), licence, r.sha256(), check));
  }
}
