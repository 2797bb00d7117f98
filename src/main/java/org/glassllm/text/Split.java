package org.glassllm.text;

import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * A corpus in two parts that do not overlap: one to learn from, one to judge by. Validation is the
 * last part, so the same corpus always splits alike.
 *
 * @param train documents to learn from, at least one
 * @param validation documents kept away from learning, at least one
 */
public record Split(List<Document> train, List<Document> validation) {
  /** The share that goes to validation unless told otherwise. */
  public static final double VALIDATION = 0.1;

  /** Copies the lists. */
  public Split {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
  }

  /**
   * Splits a file by characters and a folder by documents (one of a single document by characters).
   *
   * @param validation share for validation, above 0 and below 1
   */
  public static Split of(Corpus corpus, double validation) {
    return corpus.documents().size() > 1
        ? byDocument(corpus.documents(), validation)
        : byCharacters(corpus.documents().get(0), validation);
  }

  /**
   * Cuts one document; see {@link #boundary}.
   *
   * @param validation share for validation, above 0 and below 1
   */
  public static Split byCharacters(Document document, double validation) {
    String text = document.text();
    int cut = boundary(text, validation);
    if (cut == 0 || cut == text.length()) {
      throw tooSmall(document.name() + " with " + text.length() + " characters", validation);
    }
    return new Split(
        List.of(new Document(document.name(), text.substring(0, cut))),
        List.of(new Document(document.name(), text.substring(cut))));
  }

  /**
   * Sets the last documents aside.
   *
   * @param validation share of the documents for validation, above 0 and below 1; at least one
   *     document goes to each part
   */
  public static Split byDocument(List<Document> documents, double validation) {
    checkShare(validation);
    int n = documents.size();
    if (n < 2) {
      throw tooSmall(n + " document(s)", validation);
    }
    int kept = Math.max(1, Math.min(n - 1, (int) (n * (1 - validation))));
    return new Split(documents.subList(0, kept), documents.subList(kept, n));
  }

  /**
   * Where validation begins: {@code (int) (length · (1 − validation))}, as nanoGPT cuts its text.
   * The length is in {@code char}s; a surrogate pair is never cut but goes to validation.
   *
   * @param validation share for validation, above 0 and below 1
   * @return index of the first character for validation
   */
  public static int boundary(String text, double validation) {
    checkShare(validation);
    int cut = (int) (text.length() * (1 - validation));
    boolean insidePair =
        cut > 0
            && cut < text.length()
            && Character.isLowSurrogate(text.charAt(cut))
            && Character.isHighSurrogate(text.charAt(cut - 1));
    return insidePair ? cut - 1 : cut;
  }

  /** The part to learn from as one text, with {@link Corpus#SEPARATOR} between documents. */
  public String trainText() {
    return join(train);
  }

  /** The part to judge by as one text, with {@link Corpus#SEPARATOR} between documents. */
  public String validationText() {
    return join(validation);
  }

  private static String join(List<Document> documents) {
    return documents.size() == 1
        ? documents.get(0).text()
        : String.join(Corpus.SEPARATOR, documents.stream().map(Document::text).toList());
  }

  private static void checkShare(double validation) {
    Check.positive("validation share", validation);
    Check.below("validation share", validation, 0, 1);
  }

  private static InputException tooSmall(String what, double validation) {
    return new InputException(
        "cannot split " + what + " by " + validation + ": a part would be empty; give more text");
  }
}
