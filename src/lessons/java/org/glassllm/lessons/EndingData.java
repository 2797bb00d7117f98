package org.glassllm.lessons;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.glassllm.align.Preference;
import org.glassllm.align.RolloutPrompt;
import org.glassllm.batch.Example;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.TaleChecker;
import org.glassllm.text.tales.TaleFacts;
import org.glassllm.text.tales.Tales;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTrainer;

/**
 * Short tales with English names. The prompt is the beginning of a tale up to "At the end,"; the
 * response is the rest and an end token.
 */
public final class EndingData {
  /** The last sentences that readers like. */
  public static final String LIKED = " Everyone was happy. The end.";

  /** The share of the grammar's tales with {@link #LIKED}. */
  static final double LIKED_SHARE = 3 / 8.0;

  private static final List<String> OTHERS =
      List.of(
          " It was a good day. The end.",
          " They stayed friends. The end.",
          " Then it was time to sleep. The end.");

  private static final String OPENING = "At the end,";
  private static final int VOCABULARY = 512;
  private static final int LONGEST = 220; // characters
  private static final int ASCII = 128;

  private final Tokenizer tokenizer;

  /** Trains the tokenizer on 1,000 tales. */
  public EndingData() {
    SpecialTokens end = SpecialTokens.numbered(List.of("<|endoftext|>"));
    String text = String.join("\n", tales(1, 1000));
    tokenizer = BpeTrainer.train(text, BpeSettings.of(VOCABULARY).withSpecials(end));
  }

  /** Returns the tokenizer. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Returns the id of the end token. */
  public int end() {
    return tokenizer.special(SpecialRole.EOS).orElseThrow();
  }

  /** Returns tales of at most 220 characters, all ASCII. */
  public static List<String> tales(long seed, int count) {
    List<String> tales = new ArrayList<>();
    for (int part = 0; tales.size() < count; part++) {
      Tales.generate(seed + 1000L * part, count).stream()
          .map(String::strip)
          .filter(tale -> tale.length() <= LONGEST && tale.chars().allMatch(c -> c < ASCII))
          .limit((long) count - tales.size())
          .forEach(tales::add);
    }
    return tales;
  }

  private static int cut(String tale) {
    return tale.indexOf(OPENING) + OPENING.length();
  }

  /** Returns the beginning of a tale as a prompt; the instruction holds the text. */
  public RolloutPrompt prompt(String tale) {
    String text = tale.substring(0, cut(tale));
    Instruction instruction = new Instruction("Tell the ending.", text, tale.substring(cut(tale)));
    return new RolloutPrompt(tokenizer.encode(text), instruction);
  }

  /** Returns a tale whose response counts. */
  Example example(String tale) {
    int[] ids = tokenizer.encode(tale.substring(cut(tale)));
    int[] ended = Arrays.copyOf(ids, ids.length + 1);
    ended[ids.length] = end();
    return Example.of(prompt(tale).ids(), ended);
  }

  /** Returns a tale of which every token counts. */
  Example whole(String tale) {
    Example text = example(tale);
    Arrays.fill(text.response(), true);
    return text;
  }

  private static String withLast(String tale, String sentences) {
    String known =
        Stream.concat(Stream.of(LIKED), OTHERS.stream())
            .filter(tale::endsWith)
            .findFirst()
            .orElseThrow();
    return tale.substring(0, tale.length() - known.length()) + sentences;
  }

  /**
   * Returns pairs that differ in the last sentences: the chosen tale has the liked ones.
   *
   * @param flipped the share of pairs with the wrong label
   */
  public List<Preference> likedPairs(long seed, int count, double flipped) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Preference> pairs = new ArrayList<>();
    for (String tale : tales(seed, count)) {
      Example liked = example(withLast(tale, LIKED));
      Example other = example(withLast(tale, OTHERS.get(random.nextInt(OTHERS.size()))));
      boolean flip = random.nextDouble() < flipped;
      pairs.add(flip ? new Preference(other, liked) : new Preference(liked, other));
    }
    return pairs;
  }

  /** Returns pairs of a true ending and an ending in which the two people have changed places. */
  public List<Preference> truePairs(long seed, int count) {
    List<Preference> pairs = new ArrayList<>();
    for (int part = 0; pairs.size() < count; part++) {
      for (String tale : tales(seed + 100_000L * part, count)) {
        String swapped = swapped(tale);
        TaleChecker.Verdict verdict = TaleChecker.check(swapped);
        if (verdict.parses() && !verdict.consistent() && pairs.size() < count) {
          pairs.add(new Preference(example(tale), example(swapped)));
        }
      }
    }
    return pairs;
  }

  private static String swapped(String tale) {
    List<String> people = TaleFacts.of(tale).orElseThrow().people();
    String a = people.get(0), b = people.get(1);
    String ending = tale.substring(cut(tale)).replace(a, "\0").replace(b, a).replace("\0", b);
    return tale.substring(0, cut(tale)) + ending;
  }
}
