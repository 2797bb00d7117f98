package org.glassllm.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An independent slow byte-pair encoding of a single word, read strictly from a file. */
final class ReferenceBpe {
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, Integer> ranks = new HashMap<>(); // "left right"
  private boolean wholeWords;
  private boolean unionRanks; // any two tokens join whose union is a token
  private boolean unsure;

  private ReferenceBpe() {}

  /** Reads a {@code tokenizer.json}. */
  static ReferenceBpe json(byte[] file) throws StrictJson.Wrong {
    Map<String, Object> root = StrictJson.object(file), model = object(root, "model");
    ReferenceBpe bpe = new ReferenceBpe();
    bpe.vocabulary(object(model, "vocab"));
    for (Object rule : StrictJson.list(model.get("merges"), "merges")) {
      bpe.merge(
          rule instanceof String text
              ? text
              : String.join(" ", StrictJson.list(rule, "a merge").toArray(String[]::new)));
    }
    bpe.wholeWords = Boolean.TRUE.equals(model.get("ignore_merges"));
    bpe.unsure |= Boolean.TRUE.equals(model.get("rank_is_id"));
    Object added = root.get("added_tokens");
    for (Object token : added == null ? List.of() : StrictJson.list(added, "added_tokens")) {
      String content =
          StrictJson.string(StrictJson.object(token, "token").get("content"), "content");
      bpe.unsure |= content.matches("[a-z]+") || content.length() == 1;
    }
    for (String absent : List.of("normalizer", "truncation", "padding")) {
      StrictRecord.require(root.get(absent) == null, absent + " is not null");
    }
    return bpe;
  }

  /** Reads {@code vocab.json} and {@code merges.txt}. */
  static ReferenceBpe gpt2(byte[] vocab, byte[] merges) throws StrictJson.Wrong {
    ReferenceBpe bpe = new ReferenceBpe();
    bpe.vocabulary(StrictJson.object(vocab));
    boolean first = true;
    for (String line : StrictJson.utf8(merges).lines().toList()) {
      if (!line.isEmpty() && !(first && line.startsWith("#version"))) {
        bpe.merge(line);
      }
      first = false;
    }
    return bpe;
  }

  /** Reads a {@code .tiktoken} file. */
  static ReferenceBpe tiktoken(byte[] file) throws StrictJson.Wrong {
    ReferenceBpe bpe = new ReferenceBpe();
    for (String line : StrictJson.utf8(file).lines().map(String::strip).toList()) {
      if (line.isEmpty()) {
        continue;
      }
      String[] parts = line.split(" ", -1);
      StrictRecord.require(parts.length == 2 && parts[1].matches("[0-9]{1,9}"), "a line is wrong");
      try {
        byte[] token = Base64.getDecoder().decode(parts[0]);
        String key = new String(token, StandardCharsets.ISO_8859_1);
        Integer other = bpe.ids.put(key, Integer.parseInt(parts[1]));
        StrictRecord.require(other == null, "a token has two ranks");
      } catch (IllegalArgumentException e) {
        throw new StrictJson.Wrong("a line is not base64");
      }
    }
    bpe.wholeWords = true;
    bpe.unionRanks = true;
    return bpe;
  }

  private static Map<String, Object> object(Map<String, Object> from, String name)
      throws StrictJson.Wrong {
    return StrictJson.object(from.get(name), name);
  }

  private void vocabulary(Map<String, Object> vocabulary) throws StrictJson.Wrong {
    for (Map.Entry<String, Object> e : vocabulary.entrySet()) {
      ids.put(e.getKey(), (int) StrictJson.whole(e.getValue(), e.getKey()));
    }
  }

  private void merge(String rule) throws StrictJson.Wrong {
    String[] pair = rule.split(" ", -1);
    StrictRecord.require(
        pair.length == 2 && ids.containsKey(pair[0]) && ids.containsKey(pair[1]),
        "a merge is not of two tokens");
    StrictRecord.require(ids.containsKey(pair[0] + pair[1]), "a merge makes no token");
    unsure |= ranks.put(rule, ranks.size()) != null; // readers differ about a rule given twice
  }

  /** Returns the ids of a word of lower-case letters, or null if the file does not say them. */
  int[] encode(String word) {
    if (unsure) {
      return null;
    }
    if (wholeWords && ids.containsKey(word)) {
      return new int[] {ids.get(word)};
    }
    List<String> parts = new ArrayList<>(List.of(word.split("")));
    while (true) {
      int best = -1, bestRank = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < parts.size(); i++) {
        String left = parts.get(i), right = parts.get(i + 1);
        Integer rank = unionRanks ? ids.get(left + right) : ranks.get(left + " " + right);
        if (rank != null && rank < bestRank) {
          best = i;
          bestRank = rank;
        }
      }
      if (best < 0) {
        return parts.stream().allMatch(ids::containsKey)
            ? parts.stream().mapToInt(ids::get).toArray()
            : null;
      }
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
  }
}
