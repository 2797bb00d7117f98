package org.glassllm.token.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.token.Merge;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.Utf8;
import org.glassllm.token.bpe.BpeModel;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.bpe.WordPattern;

/**
 * Reads and writes tiktoken's format. Each line holds the bytes of a token in base64 and the rank
 * of the token, which is also the token's id.
 *
 * <p>The format stores no merges. Two adjacent tokens are merged if their concatenation is a token;
 * the concatenation with the lowest rank comes first. The reader therefore creates a merge for
 * every way to cut a token into two tokens.
 */
final class TiktokenFile {
  private static final int LAST_BYTE = 0xFF;
  private static final Pattern RANK = Pattern.compile("[0-9]{1,9}");

  private TiktokenFile() {}

  static BpeTokenizer read(Path file, WordPattern asked) {
    WordPattern pattern = asked == null ? patternOf(file) : asked;
    TreeMap<Integer, byte[]> tokens = new TreeMap<>();
    Map<String, Integer> ids = new HashMap<>();
    List<String> lines = SafeFiles.readText(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !addToken(line, tokens, ids)) {
        throw new InputException(
            "%s, line %s: \"%s\" must be a token in base64, a space and its rank; tokens and"
                + " ranks must be distinct",
            file, i + 1, InputException.shown(line));
      }
    }
    if (tokens.isEmpty()) {
      throw new InputException(
          file + " holds no tokens; restore the file from a copy, or choose another file");
    }
    Map<String, Integer> specials = knownSpecials(pattern, tokens.lastKey() + 1);
    int missing = firstMissing(tokens.keySet(), specials.values());
    if (missing < tokens.lastKey()) {
      throw new InputException(
          "%s lacks the token with the rank %s; restore the file from a copy", file, missing);
    }
    int lost = firstMissingByte(tokens.values());
    if (lost <= LAST_BYTE) {
      throw new InputException("%s lacks the token of byte %s; restore it from a copy", file, lost);
    }
    List<Merge> merges = allMerges(tokens, ids);
    specials.forEach((token, id) -> tokens.put(id, Utf8.bytes(token)));
    byte[][] bytes = new byte[tokens.lastKey() + 1][];
    tokens.forEach((id, token) -> bytes[id] = token);
    SpecialTokens special = SpecialTokens.of(specials);
    return new BpeTokenizer(
        new BpeModel(bytes, merges, pattern, special, Map.of(), true, true, null));
  }

  /**
   * Adds the token of a line; returns false if the line is malformed or repeats a token or a rank.
   */
  private static boolean addToken(
      String line, Map<Integer, byte[]> tokens, Map<String, Integer> ids) {
    String[] parts = line.split(" ", -1);
    try {
      byte[] token = Base64.getDecoder().decode(parts[0]);
      boolean ranked = parts.length == 2 && RANK.matcher(parts[1]).matches();
      int id = ranked ? Integer.parseInt(parts[1]) : Integer.MAX_VALUE;
      return id <= BpeModel.MAX_ID
          && token.length > 0
          && tokens.putIfAbsent(id, token) == null
          && ids.putIfAbsent(latin1(token), id) == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String latin1(byte[] token) {
    return new String(token, StandardCharsets.ISO_8859_1);
  }

  /** Returns the smallest rank that belongs neither to a line nor to a special token. */
  private static int firstMissing(Set<Integer> ranks, Collection<Integer> specials) {
    return IntStream.iterate(0, rank -> rank + 1)
        .filter(rank -> !ranks.contains(rank) && !specials.contains(rank))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the first byte without a token of its own, or 256. */
  private static int firstMissingByte(Collection<byte[]> tokens) {
    BitSet bytes = new BitSet();
    for (byte[] token : tokens) {
      if (token.length == 1) {
        bytes.set(token[0] & LAST_BYTE);
      }
    }
    return bytes.nextClearBit(0);
  }

  private static WordPattern patternOf(Path file) {
    String name = file.getFileName().toString();
    if (name.startsWith("r50k")) {
      return WordPattern.GPT2;
    }
    for (WordPattern pattern : WordPattern.values()) {
      if (name.startsWith(pattern.key())) {
        return pattern;
      }
    }
    throw new InputException(
        file + " does not store its word pattern; give the pattern: gpt2, cl100k or o200k");
  }

  /**
   * Returns the special tokens of the published encoding with this pattern and size. tiktoken's
   * files do not store special tokens.
   */
  private static Map<String, Integer> knownSpecials(WordPattern pattern, int size) {
    Map<String, Integer> specials = new LinkedHashMap<>();
    if (pattern == WordPattern.GPT2 && (size == 50256 || size == 50281)) { // r50k, p50k
      specials.put("<|endoftext|>", 50256);
    } else if (pattern == WordPattern.CL100K && size == 100256) {
      specials.put("<|endoftext|>", 100257);
      specials.put("<|fim_prefix|>", 100258);
      specials.put("<|fim_middle|>", 100259);
      specials.put("<|fim_suffix|>", 100260);
      specials.put("<|endofprompt|>", 100276);
    } else if (pattern == WordPattern.O200K && size == 199998) {
      specials.put("<|endoftext|>", 199999);
      specials.put("<|endofprompt|>", 200018);
    }
    return specials;
  }

  /**
   * Returns a merge for every way to cut a token into two tokens. A token may be very long, so only
   * cuts where tokens of both lengths exist are tried.
   */
  private static List<Merge> allMerges(TreeMap<Integer, byte[]> tokens, Map<String, Integer> ids) {
    BitSet lengths = new BitSet();
    tokens.values().forEach(token -> lengths.set(token.length));
    List<Merge> merges = new ArrayList<>(ids.size() * 2);
    for (byte[] bytes : tokens.values()) {
      String token = latin1(bytes);
      for (int cut = 1; cut < bytes.length; cut = lengths.nextSetBit(cut + 1)) {
        boolean possible = lengths.get(cut) && lengths.get(bytes.length - cut);
        Integer left = possible ? ids.get(token.substring(0, cut)) : null;
        Integer right = left == null ? null : ids.get(token.substring(cut));
        if (right != null) {
          merges.add(new Merge(left, right, ids.get(token)));
        }
      }
    }
    return merges;
  }

  static void write(BpeTokenizer tokenizer, Path file) {
    BpeModel model = tokenizer.model();
    int last = -1;
    for (Merge merge : model.merges()) {
      if (merge.result() < last) {
        throw new InputException(
            "a .tiktoken file cannot hold this tokenizer: the ids are not in the order of"
                + " the merges; save a tokenizer.json instead");
      }
      last = merge.result();
    }
    Set<Integer> hidden = model.hidden();
    StringBuilder lines = new StringBuilder();
    Map<Integer, byte[]> ranks = new TreeMap<>();
    int size = 0;
    for (int id = 0; id < model.tokens().length; id++) {
      byte[] token = model.tokens()[id];
      if (token != null && !hidden.contains(id)) {
        ranks.put(id, token);
        size = id + 1;
        lines.append(Base64.getEncoder().encodeToString(token));
        lines.append(' ').append(id).append('\n');
      }
    }
    Map<String, Integer> known = knownSpecials(tokenizer.pattern(), size);
    if (!known.equals(tokenizer.specialTokens()) || hidden.size() > known.size()) {
      throw new InputException(
          "a .tiktoken file cannot hold the special and added tokens of this tokenizer;"
              + " a reader would assume %s; save a tokenizer.json instead",
          known.isEmpty() ? "none" : known.keySet());
    }
    if (firstMissing(ranks.keySet(), known.values()) < size) {
      throw new InputException(
          "a .tiktoken file cannot hold this tokenizer: the id %s has no token; save a"
              + " tokenizer.json instead",
          firstMissing(ranks.keySet(), known.values()));
    }
    int lost = firstMissingByte(ranks.values());
    if (lost <= LAST_BYTE) {
      throw new InputException(
          "a .tiktoken file cannot hold this tokenizer: byte %s has no token; save a"
              + " tokenizer.json instead",
          lost);
    }
    SafeFiles.replace(file, lines.toString());
  }
}
