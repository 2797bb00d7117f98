package org.glassllm.solutions.l01;

import java.util.ArrayList;
import java.util.List;
import org.glassllm.exercises.l01.Tasks;

/** Reference solution: encode a word with learned merges. */
public final class EncodeWithMerges implements Tasks.EncodeWithMerges {
  @Override
  public int[] encode(int[] bytes, int[][] merges) {
    List<Integer> ids = new ArrayList<>();
    for (int b : bytes) {
      ids.add(b);
    }
    for (int m = 0; m < merges.length; m++) {
      int[] merge = merges[m];
      for (int i = 0; i + 1 < ids.size(); i++) {
        if (ids.get(i) == merge[0] && ids.get(i + 1) == merge[1]) {
          ids.set(i, merge[2]);
          ids.remove(i + 1);
        }
      }
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }
}
