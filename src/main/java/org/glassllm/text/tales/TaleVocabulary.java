package org.glassllm.text.tales;

import java.util.List;
import java.util.stream.Stream;

/** The words of the tales. The index of a word in its list identifies the word in {@link World}. */
final class TaleVocabulary {
  private static final List<String> ENGLISH =
      List.of("Mia", "Tom", "Anna", "Ben", "Lily", "Sam", "Nora", "Max", "Ella", "Leo");

  private static final List<String> CHINESE = List.of("小明", "小红", "美美", "阿龙");

  /** All names; the English names come first. */
  static final List<String> NAMES = Stream.concat(ENGLISH.stream(), CHINESE.stream()).toList();

  /** The places, in the form that follows "was". */
  static final List<String> AT_PLACES =
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

  static final List<String> NOUNS =
      List.of("ball", "lamp", "book", "key", "kite", "cup", "hat", "drum", "coin", "map");

  /** The adjectives, in the form that follows "had". */
  static final List<String> A_KIND =
      List.of("a red ", "a blue ", "a green ", "an old ", "a tiny ", "a golden ");

  /** The adjectives of {@link #A_KIND}, in the form that follows "the". */
  static final List<String> KIND = List.of("red ", "blue ", "green ", "old ", "tiny ", "golden ");

  static final List<String> ENGLISH_PHRASES =
      List.of("Hello!", "What a lovely day!", "I like it here!", "Let us play!");

  /** The Chinese translations of the English phrases. */
  static final List<String> CHINESE_PHRASES = List.of("你好！", "天气真好！", "我喜欢这里！", "我们一起玩吧！");

  private TaleVocabulary() {}

  /** Returns whether a name is Chinese. */
  static boolean isChinese(int name) {
    return name >= ENGLISH.size();
  }
}
