package org.glassllm.course.l10;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 10. Each edits one passage of the reference. */
public final class Wrong {
  private Wrong() {}

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit(
              "CachedStep",
              "the new key and value are appended after attention",
              "attention(query, allKeys, allValues), allKeys",
              "keys.length == 0\n        ? new double[v.length]\n        : attention(query, keys, values), allKeys"),
          new Edit(
              "CachedStep",
              "every step has position 0",
              "int position = keys.length;",
              "int position = 0;"),
          new Edit(
              "CachedStep",
              "positions start at 1",
              "int position = keys.length;",
              "int position = keys.length + 1;"),
          new Edit(
              "CachedStep",
              "cached keys are rotated again",
              "append(keys, rotation.rotate(k, position));",
              "append(Arrays.stream(keys).map(old -> rotation.rotate(old, position)).toArray(double[][]::new), rotation.rotate(k, position));"),
          new Edit(
              "CachedStep",
              "the new key enters the cache without rotation",
              "append(keys, rotation.rotate(k, position));",
              "append(keys, k);"),
          new Edit(
              "CachedStep",
              "the query is not rotated",
              "double[] query = rotation.rotate(q, position);",
              "double[] query = q;"),
          new Edit(
              "CachedStep",
              "the new key and value enter at the front",
              "all[rows.length] = row;",
              "all[rows.length] = all[0] == null ? row : all[0];\n    all[0] = row;"),
          new Edit("CachedStep", "the scale is missing", " / Math.sqrt(query.length)", ""),
          new Edit(
              "CachedStep",
              "large scores overflow",
              "Math.exp(weights[j] - max)",
              "Math.exp(weights[j])"),
          new Edit("KvMemory", "only keys or only values count", "2L * batch", "1L * batch"),
          new Edit(
              "KvMemory",
              "query heads instead of key-value heads",
              "kvHeads * tokens",
              "heads * tokens"),
          new Edit("KvMemory", "an int overflows", "2L * batch", "2 * batch"),
          new Edit("KvMemory", "the batch is missing", "2L * batch", "2L"),
          new Edit("KvMemory", "the layers are missing", " * layers", ""),
          new Edit(
              "KvMemory",
              "bytes of float32 in any precision",
              "headDim * bytesPerNumber",
              "headDim * 4"),
          new Edit(
              "ChunkMask",
              "aligned at the top left: the cached keys are forgotten",
              "int position = cached + i;",
              "int position = i;"),
          new Edit(
              "ChunkMask",
              "aligned at the end of the array instead of the tokens",
              "int position = cached + i;",
              "int position = capacity - tokens + i;"),
          new Edit(
              "ChunkMask",
              "a prefill without a causal mask",
              "j <= position",
              "j < cached + tokens"),
          new Edit("ChunkMask", "a token does not see itself", "j <= position", "j < position"),
          new Edit("ChunkMask", "one later token is visible", "j <= position", "j <= position + 1"),
          new Edit(
              "ChunkMask",
              "the chunk sees itself only",
              "j <= position",
              "j >= cached && j <= position"));
}
