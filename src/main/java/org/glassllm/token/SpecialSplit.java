package org.glassllm.token;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.glassllm.base.InputException;

/** Cuts a text at its special tokens: the leftmost first, of two at one place the longer. */
final class SpecialSplit {
  private SpecialSplit() {}

  static int[] encode(Tokenizer tokenizer, CharSequence sequence, SpecialUse use) {
    Map<String, Integer> specials = tokenizer.specialTokens();
    String text = sequence.toString();
    List<String> allowed = new ArrayList<>();
    for (String special : specials.keySet()) {
      if (use.allows(special)) {
        allowed.add(special);
      } else if (use.refuses(special) && text.contains(special)) {
        throw new InputException(
            "the text holds the special token "
                + special
                + " at character "
                + text.indexOf(special)
                + ", which is not allowed here; allow it, or encode it as ordinary text");
      }
    }
    allowed.sort(Comparator.comparingInt(String::length).reversed());
    IdBuffer out = new IdBuffer(text.length() / 2 + 16);
    Finder finder = new Finder(text, allowed);
    int from = 0;
    while (finder.find(from)) {
      out.add(from == finder.at ? new int[0] : tokenizer.encode(text.substring(from, finder.at)));
      out.add(specials.get(finder.found));
      from = finder.at + finder.found.length();
    }
    out.add(from == text.length() ? new int[0] : tokenizer.encode(text.substring(from)));
    return out.toArray();
  }

  /** The next occurrence of any of some strings; each string's next place is looked up once. */
  static final class Finder {
    private final String text;
    private final List<String> longestFirst;
    private final int[] next;
    int at;
    String found;

    Finder(String text, List<String> longestFirst) {
      this.text = text;
      this.longestFirst = longestFirst;
      this.next = new int[longestFirst.size()];
      java.util.Arrays.fill(next, -1);
    }

    boolean find(int from) {
      at = Integer.MAX_VALUE;
      for (int i = 0; i < next.length; i++) {
        if (next[i] < from) {
          int place = text.indexOf(longestFirst.get(i), from);
          next[i] = place < 0 ? Integer.MAX_VALUE : place;
        }
        if (next[i] < at) {
          at = next[i];
          found = longestFirst.get(i);
        }
      }
      return at < Integer.MAX_VALUE;
    }
  }
}
