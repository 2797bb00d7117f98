package org.glassllm.text.tales;

import java.util.List;
import java.util.stream.Stream;

/** The words of the tales. The index of a word in its list identifies the word. */
public final class TaleVocabulary {
  private static final List<String> ENGLISH =
      List.of("Mia", "Tom", "Anna", "Ben", "Lily", "Sam", "Nora", "Max", "Ella", "Leo");

  private static final List<String> CHINESE = List.of("小明", "小红", "美美", "阿龙");

  /** All names; the English names come first. */
  public static final List<String> NAMES =
      Stream.concat(ENGLISH.stream(), CHINESE.stream()).toList();

  /** The places, in the form that follows "was". */
  public static final List<String> AT_PLACES =
      List.of(
          "in the garden",
          "by the river",
          "in the kitchen",
          "on the hill",
          "at the market",
          "in the forest",
          "in the barn",
          "on the beach");

  /** The places of {@link #AT_PLACES}, in the form that follows "went to". */
  static final List<String> PLACES =
      AT_PLACES.stream().map(at -> at.substring(at.indexOf(' ') + 1)).toList();

  /** The nouns of the things. */
  public static final List<String> NOUNS =
      List.of("ball", "lamp", "book", "key", "kite", "cup", "hat", "drum", "coin", "map");

  /** The adjectives, without an article. */
  public static final List<String> ADJECTIVES =
      List.of("red", "blue", "green", "old", "tiny", "golden");

  /** The {@link #ADJECTIVES}, in the form that follows "the". */
  static final List<String> KIND = ADJECTIVES.stream().map(kind -> kind + " ").toList();

  /** The {@link #ADJECTIVES}, in the form that follows "had". */
  static final List<String> A_KIND =
      ADJECTIVES.stream().map(kind -> article(kind) + " " + kind + " ").toList();

  static final List<String> ENGLISH_PHRASES =
      List.of("Hello!", "What a lovely day!", "I like it here!", "Let us play!");

  /** The Chinese translations of the English phrases. */
  static final List<String> CHINESE_PHRASES = List.of("你好！", "天气真好！", "我喜欢这里！", "我们一起玩吧！");

  private TaleVocabulary() {}

  /** Returns the indefinite article before an adjective. */
  public static String article(String adjective) {
    return "aeiou".indexOf(adjective.charAt(0)) < 0 ? "a" : "an";
  }

  /** Returns whether a name is Chinese. */
  static boolean isChinese(int name) {
    return name >= ENGLISH.size();
  }
}
