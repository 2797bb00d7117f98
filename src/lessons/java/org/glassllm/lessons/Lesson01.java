package org.glassllm.lessons;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glassllm.picture.Charts;
import org.glassllm.text.tales.Tales;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.TokenView;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.bpe.BpeTrainer;

/** Lesson 01: the number of tokens of a text as the number of merges grows. */
public final class Lesson01 implements Lesson {
  private static final int[] SIZES = {256, 300, 400, 512, 1024};
  private static final String SENTENCE = "One evening, Ella and Anna were in the garden.";
  private final String text = Tales.generateBytes(1, 100_000);

  @Override
  public String folder() {
    return "01-text-to-tokens";
  }

  @Override
  public String title() {
    return "From text to tokens";
  }

  private double charactersPerToken(int vocab) {
    BpeTokenizer tokenizer = BpeTrainer.train(text, BpeSettings.of(vocab));
    return (double) text.length() / tokenizer.encode(text).length;
  }

  @Override
  public Report run() {
    Report r = new Report();
    int characters = CharTokenizer.train(text).vocabSize();
    r.say("A text of %d characters, %d of them different.", text.length(), characters);
    r.value("different_characters", characters);
    for (int size : SIZES) {
      double ratio = r.value("characters_per_token_" + size, charactersPerToken(size));
      r.say("  byte-level BPE with %4d tokens: %.2f characters a token", size, ratio);
    }
    BpeTokenizer tokenizer = BpeTrainer.train(text, BpeSettings.of(512));
    r.say("\"%s\"", SENTENCE);
    r.say("  becomes %d tokens: %s", tokenizer.encode(SENTENCE).length, pieces(tokenizer));
    r.value("sentence_tokens", tokenizer.encode(SENTENCE).length);
    String unseen = "Zürich";
    boolean same = tokenizer.decode(tokenizer.encode(unseen)).equals(unseen);
    r.say("A word it never saw: %s decodes to itself: %s", unseen, same);
    r.value("unseen_word_survives", same ? 1 : 0);
    return r;
  }

  private static List<String> pieces(BpeTokenizer tokenizer) {
    List<String> pieces = new ArrayList<>();
    for (int id : tokenizer.encode(SENTENCE)) {
      pieces.add(tokenizer.decode(id));
    }
    return pieces;
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    double[] x = new double[SIZES.length];
    double[] y = new double[SIZES.length];
    for (int i = 0; i < SIZES.length; i++) {
      x[i] = SIZES[i];
      y[i] = charactersPerToken(SIZES[i]);
    }
    return Map.of(
        "compression.png",
        Charts.lines(
            "More merges, fewer tokens",
            "vocabulary",
            "characters per token",
            List.of(new Charts.Line("tales, 100 kB", x, y, true))));
  }

  @Override
  public Map<String, String> drawings() {
    BpeTokenizer tokenizer = BpeTrainer.train(text, BpeSettings.of(512));
    return Map.of("tokens.svg", TokenView.svg(tokenizer, SENTENCE));
  }
}
