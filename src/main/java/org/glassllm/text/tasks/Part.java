package org.glassllm.text.tasks;

import com.google.common.primitives.Longs;
import java.nio.charset.StandardCharsets;
import org.glassllm.base.Hash;

/**
 * The two parts of all tasks. A checksum of the content decides the part. So no content is in both
 * parts, for all seeds, numbers of tasks and wordings.
 */
public enum Part {
  /** About 90 % of the contents. */
  TRAIN,
  /** About 10 % of the contents, which no training task contains. */
  HELD_OUT;

  private static final int HELD_OUT_PERCENT = 10;

  /**
   * Returns the part of a content.
   *
   * @param skill the name of the skill
   * @param content the content of the task, without its wording
   */
  static Part of(String skill, String content) {
    byte[] text = (skill + "\n" + content).getBytes(StandardCharsets.UTF_8);
    long number = Longs.fromByteArray(Hash.digest().digest(text));
    return Long.remainderUnsigned(number, 100) < HELD_OUT_PERCENT ? HELD_OUT : TRAIN;
  }
}
