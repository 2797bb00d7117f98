package org.glassllm.cli;

import org.glassllm.text.download.Catalog;
import picocli.CommandLine.Command;

/** {@code glass data list}: shows the catalog. */
@Command(name = "list", description = "List the corpora that data fetch can download.")
final class DataList extends Subcommand {
  private static final double MEGABYTE = 1_000_000;

  @Override
  public void run() {
    if (json()) {
      printJson(Catalog.all());
      return;
    }
    for (Catalog.Entry entry : Catalog.all()) {
      printf(
          "%-22s %8.1f MB  %-9s %s (%s)%n",
          entry.name(),
          entry.bytes() / MEGABYTE,
          entry.hasChecksum() ? "checked" : "unchecked",
          entry.title(),
          entry.licence());
    }
  }
}
