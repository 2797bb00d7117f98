package org.glassllm.cli;

import org.glassllm.text.download.Catalog;
import picocli.CommandLine.Command;

/** Runs {@code glass data list}. */
@Command(name = "list", description = "List the corpora that data fetch can download.")
final class DataList extends Subcommand {
  @Override
  public void run() {
    if (json()) {
      printJson(Catalog.all());
      return;
    }
    for (Catalog.Entry e : Catalog.all()) {
      String checked = e.hasChecksum() ? "checked" : "unchecked";
      double megabytes = e.bytes() / 1e6;
      printf("%-22s %8.1f MB  %s%n", e.name(), megabytes, checked);
      String about = e.title() + " (" + e.licence() + ")";
      print(about.replaceAll("(.{1,74})( |$)", "  $1\n")); // fits 80 columns
    }
  }
}
