package org.glassllm.lessons;

import java.awt.image.BufferedImage;
import java.util.Map;

/** The demo of a lesson: a short experiment and pictures. */
public interface Lesson {
  /** Returns the name of the lesson's folder below {@code lessons}. */
  String folder();

  /** Returns the title. */
  String title();

  /** Runs the experiment; it takes seconds. */
  Report run();

  /** Returns the PNG pictures by file name. */
  Map<String, BufferedImage> pictures();

  /** Returns the SVG pictures by file name. */
  default Map<String, String> drawings() {
    return Map.of();
  }

  /** Returns the number of the lesson, from 1. */
  default int number() {
    return Integer.parseInt(folder().substring(0, 2));
  }
}
