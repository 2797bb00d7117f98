package org.glassllm.lessons;

import java.util.Locale;

/** The frame that all drawings of the lessons share. */
final class Svg {
  private Svg() {}

  /** Returns a picture with a white background, for light and dark pages. */
  static String page(int width, int height, StringBuilder body) {
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"14\" fill=\"#222222\">\n"
            + "<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#ffffff\"/>\n%s</svg>\n",
        width,
        height,
        width,
        height,
        body);
  }
}
