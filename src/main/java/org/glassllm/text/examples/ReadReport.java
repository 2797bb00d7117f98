package org.glassllm.text.examples;

import java.util.List;

/**
 * The counts of the rows of a file. The sum of {@code kept} and {@code skipped} is the number of
 * rows.
 *
 * @param kept the number of rows that became examples, truncated rows included
 * @param skipped the number of rows that did not become examples
 * @param truncated the number of kept rows that lost text
 * @param firstFaults the messages of the first skipped or truncated rows, at most {@value
 *     #MOST_FAULTS}; each message names the file, the row and the reason
 */
public record ReadReport(long kept, long skipped, long truncated, List<String> firstFaults) {
  /** Maximum number of messages that a report keeps. */
  public static final int MOST_FAULTS = 20;

  /** Copies the list of messages. */
  public ReadReport {
    firstFaults = List.copyOf(firstFaults);
  }

  /** Returns the number of rows of the file. */
  public long rows() {
    return kept + skipped;
  }
}
