package org.glassllm.text.tasks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.glassllm.text.tales.Dice;

/**
 * Several sentences that give the same instruction. A sentence has slots, which values replace.
 * Each sentence can also be read; the slots then give the values. The value of <code>{0}</code> is
 * one word; the value of <code>{0+}</code> may have several words.
 */
final class Wordings {
  private static final Pattern SLOT = Pattern.compile("\\{(\\d)(\\+?)}");

  private final List<String> sentences;
  private final List<Pattern> patterns;

  Wordings(String... sentences) {
    this.sentences = List.of(sentences);
    this.patterns = Arrays.stream(sentences).map(Wordings::pattern).toList();
  }

  private static Pattern pattern(String sentence) {
    StringBuilder regex = new StringBuilder();
    int end = 0;
    for (Matcher slot = SLOT.matcher(sentence); slot.find(); end = slot.end()) {
      regex.append(Pattern.quote(sentence.substring(end, slot.start())));
      regex
          .append("(?<s")
          .append(slot.group(1))
          .append(slot.group(2).isEmpty() ? ">\\S+)" : ">.+)");
    }
    return Pattern.compile(regex + Pattern.quote(sentence.substring(end)));
  }

  /** Returns a random sentence with values in its slots. */
  String say(Dice dice, String... values) {
    return fill(dice.pick(sentences), values);
  }

  private static String fill(String sentence, String... values) {
    String filled = sentence;
    for (int i = 0; i < values.length; i++) {
      filled = filled.replace("{" + i + "}", values[i]).replace("{" + i + "+}", values[i]);
    }
    return filled;
  }

  /** Returns the values of the slots; empty if no sentence matches the text. */
  Optional<List<String>> read(String text) {
    for (int i = 0; i < patterns.size(); i++) {
      Matcher matcher = patterns.get(i).matcher(text);
      if (matcher.matches()) {
        int slots = (int) SLOT.matcher(sentences.get(i)).results().count();
        List<String> values = new ArrayList<>();
        IntStream.range(0, slots).forEach(slot -> values.add(matcher.group("s" + slot)));
        return Optional.of(values);
      }
    }
    return Optional.empty();
  }
}
