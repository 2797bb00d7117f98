package org.glassllm.course.l01;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 01. Each edits one passage of the reference. */
public final class Wrong {
  private static final String MERGE_LOOP =
      """
          for (int m = 0; m < merges.length; m++) {
            int[] merge = merges[m];
            for (int i = 0; i + 1 < ids.size(); i++) {
              if (ids.get(i) == merge[0] && ids.get(i + 1) == merge[1]) {
                ids.set(i, merge[2]);
                ids.remove(i + 1);
              }
            }
          }
      """;
  private static final String LONGEST_MATCH =
      """
          java.util.Map<Integer, List<Integer>> bytesOf = new java.util.HashMap<>();
          for (int[] merge : merges) {
            List<Integer> all = new ArrayList<>(bytesOf.getOrDefault(merge[0], List.of(merge[0])));
            all.addAll(bytesOf.getOrDefault(merge[1], List.of(merge[1])));
            bytesOf.put(merge[2], all);
          }
          for (int i = 0; i < ids.size(); i++) {
            int longest = 1;
            for (var token : bytesOf.entrySet()) {
              int end = i + token.getValue().size();
              if (end - i > longest
                  && end <= ids.size()
                  && ids.subList(i, end).equals(token.getValue())) {
                longest = end - i;
              }
            }
            for (var token : bytesOf.entrySet()) {
              if (longest > 1 && ids.subList(i, i + longest).equals(token.getValue())) {
                ids.subList(i + 1, i + longest).clear();
                ids.set(i, token.getKey());
                longest = 1;
              }
            }
          }
      """;

  private Wrong() {}

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit(
              "TrainOneMerge",
              "each word counts once",
              "(long) counts[w], Long::sum",
              "1L, Long::sum"),
          new Edit(
              "TrainOneMerge",
              "the last of equal pairs wins",
              "entry.getValue() > most",
              "entry.getValue() >= most"),
          new Edit(
              "TrainOneMerge",
              "the last pair of a word is missed",
              "i + 1 < words[w].length",
              "i + 2 < words[w].length"),
          new Edit(
              "TrainOneMerge",
              "a pair counts only in the word with the largest count",
              "Long::sum",
              "Long::max"),
          new Edit(
              "TrainOneMerge",
              "left and right are swapped",
              "((long) words[w][i] << 32) + words[w][i + 1]",
              "((long) words[w][i + 1] << 32) + words[w][i]"),
          new Edit(
              "EncodeWithMerges",
              "the newest merge is applied first",
              "merges[m]",
              "merges[merges.length - 1 - m]"),
          new Edit(
              "EncodeWithMerges",
              "the right neighbour is not compared",
              " && ids.get(i + 1) == merge[1]",
              ""),
          new Edit(
              "EncodeWithMerges",
              "the last pair of the word is missed",
              "i + 1 < ids.size()",
              "i + 2 < ids.size()"),
          new Edit(
              "EncodeWithMerges",
              "only the first match is merged",
              "ids.remove(i + 1);",
              "ids.remove(i + 1);\n          break;"),
          new Edit(
              "EncodeWithMerges",
              "the merged token is removed instead of its right half",
              "ids.remove(i + 1);",
              "ids.remove((int) i);"),
          new Edit(
              "EncodeWithMerges",
              "the longest match instead of the oldest merge",
              MERGE_LOOP,
              LONGEST_MATCH),
          new Edit(
              "PadBatch",
              "padding is 0 instead of PAD",
              "Arrays.fill(rows[r], pad)",
              "Arrays.fill(rows[r], 0)"),
          new Edit(
              "PadBatch",
              "EOS is always in the last place",
              "rows[r][kept + 1] = eos",
              "rows[r][length - 1] = eos"),
          new Edit(
              "PadBatch",
              "the beginning of a long text is truncated",
              "System.arraycopy(texts[r], 0,",
              "System.arraycopy(texts[r], texts[r].length - kept,"),
          new Edit("PadBatch", "BOS and EOS are the same", "rows[r][0] = bos", "rows[r][0] = eos"),
          new Edit(
              "PadBatch",
              "one token too many is truncated",
              "Math.min(texts[r].length, length - 2)",
              "Math.min(texts[r].length, length - 3)"));
}
