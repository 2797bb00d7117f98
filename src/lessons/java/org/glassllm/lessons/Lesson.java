package org.glassllm.lessons;

import java.awt.image.BufferedImage;
import java.util.Map;

/** A lesson's demo: a short experiment, and the lesson's pictures. */
public interface Lesson {
  /** The lesson's folder below {@code lessons}. */
  String folder();

  /** What it is about. */
  String title();

  /** Runs the experiment, which takes seconds. */
  Report run();

  /** Pictures by file name. */
  Map<String, BufferedImage> pictures();

  /** SVG pictures by file name. */
  default Map<String, String> drawings() {
    return Map.of();
  }

  /** Its number. */
  default int number() {
    return Integer.parseInt(folder().substring(0, 2));
  }
}
