package org.glassllm.text;

/** Kinds of characters that a tokenizer treats differently. */
enum CharacterClass {
  LATIN_LETTER("Latin letters"),
  IDEOGRAPH("ideographs"),
  OTHER_LETTER("other letters"),
  DIGIT("digits"),
  WHITE_SPACE("white space"),
  PUNCTUATION("punctuation"),
  OTHER("other");

  private final String label;

  CharacterClass(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  static CharacterClass of(int codePoint) {
    if (Character.isIdeographic(codePoint)) {
      return IDEOGRAPH;
    }
    if (Character.isLetter(codePoint)) {
      boolean latin = Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.LATIN;
      return latin ? LATIN_LETTER : OTHER_LETTER;
    }
    if (Character.isDigit(codePoint)) {
      return DIGIT;
    }
    if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
      return WHITE_SPACE;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          PUNCTUATION;
      default -> OTHER;
    };
  }
}
