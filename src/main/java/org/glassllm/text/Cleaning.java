package org.glassllm.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.glassllm.base.Hash;

/** Small pure functions that tidy a text; none is applied unless asked for. */
public final class Cleaning {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Cleaning() {}

  /** Removes a byte-order mark at the beginning, which some editors leave there. */
  public static String withoutByteOrderMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  /** Makes every line end "\n"; Windows writes "\r\n", old Macs wrote "\r". */
  public static String unixLineEnds(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  /**
   * Unicode's composed form (NFC): "é" is one character and not "e" with an accent, so a model does
   * not learn two spellings of the same word.
   */
  public static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** Removes control characters but line ends and tabs. */
  public static String withoutControls(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isISOControl(c) || c == '\n' || c == '\r' || c == '\t') {
        kept.append(c);
      }
    }
    return kept.length() == text.length() ? text : kept.toString();
  }

  /** All of the above, in the order above. */
  public static String clean(String text) {
    return withoutControls(composed(unixLineEnds(withoutByteOrderMark(text))));
  }

  /**
   * The first of each set of documents with equal texts, in their order. Repeated texts are learned
   * by heart, and one in both parts of a split spoils the judgement.
   */
  public static List<Document> distinct(List<Document> documents) {
    Set<String> seen = new HashSet<>();
    List<Document> kept = new ArrayList<>();
    for (Document document : documents) {
      if (seen.add(Hash.sha256(document.text()))) {
        kept.add(document);
      }
    }
    return kept;
  }
}
