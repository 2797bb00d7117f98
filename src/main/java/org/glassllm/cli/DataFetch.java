package org.glassllm.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.text.download.Catalog;
import org.glassllm.text.download.Download;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glass data fetch}: downloads a corpus of the catalog. */
@Command(name = "fetch", description = "Download a corpus of the catalog (see data list).")
final class DataFetch extends Subcommand {
  @Parameters(paramLabel = "NAME", description = "Its name in the catalog.")
  private String name;

  @Option(
      names = "--out",
      paramLabel = "F",
      description = "The file to write (default: NAME.txt in this folder).")
  private Path file;

  @Override
  public void run() {
    Catalog.Entry entry = Catalog.find(name);
    Path target = file == null ? Path.of(name + ".txt") : file;
    Download.Result result;
    try (TransferProgress progress = TransferProgress.of(name, err())) {
      result = Download.fetch(entry.uri(), target, entry.sha256(), progress);
    }
    if (json()) {
      Map<String, Object> numbers = new LinkedHashMap<>();
      numbers.put("file", target.toString());
      numbers.put("bytes", result.bytes());
      numbers.put("sha256", result.sha256());
      numbers.put("checked", result.checked());
      numbers.put("resumed_from", result.resumedFrom());
      numbers.put("licence", entry.licence());
      printJson(numbers);
      return;
    }
    printf("%s: %d bytes, %s%n", target, result.bytes(), entry.licence());
    printf(
        result.checked()
            ? "sha256 %s, as it must be%n"
            : "sha256 %s; the catalog knows no checksum, so the download could not be checked%n",
        result.sha256());
  }
}
