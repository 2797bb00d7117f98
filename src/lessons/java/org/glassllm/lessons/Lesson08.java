package org.glassllm.lessons;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.glassllm.evaluate.Perplexity;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.picture.Charts;
import org.glassllm.text.tales.TaleEntropy;

/** Lesson 08: the perplexity of n-grams, a GRU and a GPT on the same text. */
public final class Lesson08 implements Lesson {
  private static final int STEPS = 300;
  private static final int[] ORDERS = {1, 2, 3, 5, 8};
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private SmallRun small;

  /** The losses of a model at two strides, and in windows that begin with a tale. */
  private record Row(
      long parameters,
      TextLoss.Result restarted,
      TextLoss.Result overlapping,
      TextLoss.Result starts) {
    static Row of(SmallRun.Outcome outcome) {
      return new Row(
          outcome.parameters(), outcome.validation(), outcome.overlapping(), outcome.starts());
    }
  }

  @Override
  public String folder() {
    return "08-perplexity";
  }

  @Override
  public String title() {
    return "Perplexity, and models before transformers";
  }

  /** Measures all models once, for the report and the picture. */
  private Map<String, Row> rows() {
    if (rows.isEmpty()) {
      small = new SmallRun();
      for (int order : ORDERS) {
        rows.put(
            order + "-gram",
            new Row(
                0,
                small.nGram(order, SmallRun.CONTEXT),
                small.nGram(order, SmallRun.SHORT_STRIDE),
                small.nGramStarts(order)));
      }
      GruModel gru = new GruModel(small.tokenizer.vocabSize(), SmallRun.CONTEXT, 64);
      rows.put("GRU", Row.of(small.train(gru, STEPS, 1e-2)));
      rows.put("GPT", Row.of(small.train(STEPS)));
    }
    return rows;
  }

  @Override
  public Report run() {
    Report r = new Report();
    rows();
    int vocab = small.tokenizer.vocabSize();
    r.say("Perplexity per character of 20 kB of unseen tales, in windows of 64 characters.");
    r.say("  A window starts empty. With stride 64, each predicted character has 1 to 64");
    r.say("  characters of history. With stride 8, all but the first 64 have 57 to 64.");
    r.say("  The last column has windows that begin where a tale begins.");
    r.say("                        stride 64  stride 8  tale start");
    r.say(
        "  guessing                  %5.2f     %5.2f       %5.2f",
        r.value("guessing", vocab), (double) vocab, (double) vocab);
    rows.forEach((name, row) -> row(r, name, row));
    r.say(
        "  the grammar                                     %5.2f",
        r.value("floor_tale_start", small.floorStarts().perplexity()));
    r.say(
        "The grammar with the whole history of a text: %.2f",
        r.value("floor", Math.exp(TaleEntropy.expected().natsPerCharacter())));
    double toy = Perplexity.fromNll(-Math.log(0.5), -Math.log(0.125));
    r.say("Two tokens with probabilities 1/2 and 1/8: perplexity %.1f", r.value("toy", toy));
    return r;
  }

  private static void row(Report r, String name, Row row) {
    String key = name.toLowerCase(Locale.ROOT).replaceFirst("(\\d)-gram", "ngram_$1");
    String size = "";
    if (row.parameters() > 0) {
      size = String.format(Locale.ROOT, ", %,d weights", row.parameters());
      r.value(key + "_parameters", row.parameters());
    }
    r.say(
        "  %-22s    %5.2f     %5.2f       %5.2f",
        name + size,
        r.value(key, row.restarted().perplexity()),
        r.value(key + "_stride_8", row.overlapping().perplexity()),
        r.value(key + "_tale_start", row.starts().perplexity()));
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    List<String> names = new ArrayList<>(rows().keySet());
    names.add("grammar");
    double wholeHistory = TaleEntropy.expected().natsPerCharacter();
    Map<String, double[]> groups = new LinkedHashMap<>();
    groups.put("stride 64: windows start empty", losses(Row::restarted, wholeHistory));
    groups.put(
        "stride 8: at least 57 characters of history", losses(Row::overlapping, wholeHistory));
    groups.put("windows that begin with a tale", losses(Row::starts, small.floorStarts().loss()));
    return Map.of(
        "ngrams.png",
        Charts.bars(
            "Loss on unseen tales; \"grammar\" knows the whole history of a tale",
            "model",
            "nats per character (logarithm of perplexity)",
            names,
            groups));
  }

  private double[] losses(Function<Row, TextLoss.Result> stride, double floor) {
    return DoubleStream.concat(
            rows().values().stream().mapToDouble(row -> stride.apply(row).loss()),
            DoubleStream.of(floor))
        .toArray();
  }
}
