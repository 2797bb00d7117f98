package org.glassllm.batch;

/** Is thrown by a {@link BatchSource} that has no further batch; training then ends normally. */
public final class EndOfBatchesException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception.
   *
   * @param reason the reason why there is no further batch
   */
  public EndOfBatchesException(String reason) {
    super(reason);
  }
}
