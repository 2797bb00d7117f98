package org.glassllm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.glassllm.generate.Completion;
import org.glassllm.generate.TokenLogprobs;
import org.glassllm.token.Tokenizer;

/** Formats a completion as JSON and its log-probabilities as a table. */
final class CompletionView {
  private static final int WIDTH = 80;
  private static final int LONGEST = 16;
  private static final double ROUNDING = 1e6;
  private static final String GAP = "  ";

  private CompletionView() {}

  /** A token and its log-probability, formatted. */
  private record Cell(String token, String logprob) {
    static Cell of(Tokenizer tokenizer, int id, double logprob) {
      return new Cell(shown(tokenizer.decode(id)), Subcommand.format("%.2f", rounded(logprob)));
    }

    String padded(int tokenWidth, int logprobWidth) {
      return token
          + " ".repeat(tokenWidth - width(token) + 1 + logprobWidth - logprob.length())
          + logprob;
    }
  }

  /**
   * Returns the text, the number of its tokens and the reason of its end.
   *
   * @param logprobs whether to add the log-probabilities
   */
  static Map<String, Object> json(Completion completion, boolean logprobs, Tokenizer tokenizer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("text", completion.text());
    object.put("tokens", completion.ids().size());
    completion.finish().ifPresent(f -> object.put("finish", f.name().toLowerCase(Locale.ROOT)));
    if (logprobs) {
      object.put("logprobs", positions(completion.logprobs(), tokenizer));
    }
    return object;
  }

  /**
   * Returns an object for each token with the token, its id, its log-probability and the most
   * likely tokens. Bytes that form no complete character become U+FFFD.
   */
  private static List<Map<String, Object>> positions(
      List<TokenLogprobs> positions, Tokenizer tokenizer) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (TokenLogprobs position : positions) {
      Map<String, Object> object = json(tokenizer, position.id(), position.logprob());
      object.put(
          "top", position.best().stream().map(b -> json(tokenizer, b.id(), b.logprob())).toList());
      all.add(object);
    }
    return all;
  }

  private static Map<String, Object> json(Tokenizer tokenizer, int id, double logprob) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("token", tokenizer.decode(id));
    object.put("id", id);
    object.put("logprob", rounded(logprob));
    return object;
  }

  /**
   * Returns a number with six decimals, about the precision of logits, and without a negative zero.
   */
  private static double rounded(double logprob) {
    return Double.isInfinite(logprob) ? logprob : Math.round(logprob * ROUNDING) / ROUNDING;
  }

  /**
   * Returns a table with one row per position. Most likely tokens that exceed 80 columns continue
   * on the next line.
   */
  static String table(List<TokenLogprobs> positions, Tokenizer tokenizer) {
    List<Cell> chosen =
        positions.stream().map(p -> Cell.of(tokenizer, p.id(), p.logprob())).toList();
    List<List<Cell>> best =
        positions.stream()
            .map(p -> p.best().stream().map(b -> Cell.of(tokenizer, b.id(), b.logprob())).toList())
            .toList();
    List<Cell> all = Stream.concat(chosen.stream(), best.stream().flatMap(List::stream)).toList();
    int token = all.stream().mapToInt(c -> width(c.token())).max().orElse(0);
    int logprob = all.stream().mapToInt(c -> c.logprob().length()).max().orElse(0);
    int first = Math.max("token logprob".length(), token + 1 + logprob);
    int perLine = Math.max(1, (WIDTH - first) / (GAP.length() + token + 1 + logprob));
    boolean alternatives = best.stream().anyMatch(cells -> !cells.isEmpty());
    StringBuilder table = new StringBuilder("token" + " ".repeat(first - 12) + "logprob");
    table.append(alternatives ? GAP + "most probable tokens\n" : "\n");
    for (int i = 0; i < chosen.size(); i++) {
      table.append(chosen.get(i).padded(first - 1 - logprob, logprob));
      List<Cell> cells = best.get(i);
      for (int c = 0; c < cells.size(); c++) {
        table.append(c > 0 && c % perLine == 0 ? "\n" + " ".repeat(first) : "");
        table.append(GAP).append(cells.get(c).padded(token, logprob));
      }
      table.append('\n');
    }
    return table.toString();
  }

  /** Returns a token as a JSON string, truncated. */
  private static String shown(String token) {
    String text = Subcommand.format("%s", Subcommand.jsonLine(token));
    return width(text) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST / 2 - 1)) + "…";
  }

  /** Returns the columns of a text in a terminal; Chinese characters take two columns. */
  private static int width(String text) {
    return text.codePoints().map(c -> c > 0x2E80 ? 2 : 1).sum();
  }
}
