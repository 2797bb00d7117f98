package org.glassllm.report;

/** A part of a report. */
public sealed interface Part permits Heading, Paragraph, DataTable, Plot, Samples {
  /** Returns this part as one or more blocks of GitHub's Markdown, without an empty last line. */
  String markdown();
}
