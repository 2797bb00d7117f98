package org.glassllm.lessons;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.evaluate.NGramModel;
import org.glassllm.evaluate.Perplexity;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.picture.Charts;
import org.glassllm.text.tales.TaleEntropy;

/** Lesson 08: the perplexity of n-grams, a GRU and a GPT on the same text. */
public final class Lesson08 implements Lesson {
  private static final int STEPS = 300;
  private static final int[] ORDERS = {1, 2, 3, 5, 8};

  @Override
  public String folder() {
    return "08-perplexity";
  }

  @Override
  public String title() {
    return "Perplexity, and models before transformers";
  }

  private static TextLoss.Result nGram(SmallRun small, int order) {
    return new NGramModel(order, small.tokenizer.vocabSize(), 1)
        .count(small.training)
        .measure(small.validation);
  }

  @Override
  public Report run() {
    Report r = new Report();
    r.say("Perplexity per character on the same 20 kB of unseen tales:");
    SmallRun small = new SmallRun();
    int vocab = small.tokenizer.vocabSize();
    r.say("  guessing           %7.2f", r.value("guessing", vocab));
    for (int order : ORDERS) {
      r.say(
          "  %d-gram             %7.2f",
          order, r.value("ngram_" + order, nGram(small, order).perplexity()));
    }
    SmallRun.Outcome gru = small.train(new GruModel(vocab, SmallRun.CONTEXT, 64), STEPS, 1e-2);
    r.say(
        "  GRU, %,d          %7.2f",
        (long) r.value("gru_parameters", gru.parameters()),
        r.value("gru", gru.validation().perplexity()));
    SmallRun.Outcome gpt = small.train(STEPS);
    r.say(
        "  GPT, %,d         %7.2f",
        (long) r.value("gpt_parameters", gpt.parameters()),
        r.value("gpt", gpt.validation().perplexity()));
    r.say(
        "  the grammar itself %7.2f",
        r.value("floor", Math.exp(TaleEntropy.expected().natsPerCharacter())));
    double toy = Perplexity.fromNll(-Math.log(0.5), -Math.log(0.125));
    r.say("Two tokens with probabilities 1/2 and 1/8: perplexity %.1f", r.value("toy", toy));
    return r;
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    SmallRun small = new SmallRun();
    double[] y = new double[ORDERS.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = nGram(small, ORDERS[i]).perplexity();
    }
    Map<String, double[]> groups = new LinkedHashMap<>();
    groups.put("perplexity per character", y);
    return Map.of(
        "ngrams.png",
        Charts.bars(
            "n-gram models on unseen tales",
            "order",
            "perplexity",
            List.of("1", "2", "3", "5", "8"),
            groups));
  }
}
