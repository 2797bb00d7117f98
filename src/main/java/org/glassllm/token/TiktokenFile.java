package org.glassllm.token;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * tiktoken's format: a line for each token, its bytes in base64 and its rank, which is its id.
 *
 * <p>There are no merges: two neighbours join if their union is a token, the lowest rank first. So
 * the rules are all ways to cut a token into two tokens.
 */
final class TiktokenFile {
  private TiktokenFile() {}

  static BpeTokenizer read(Path file, SplitPattern asked) {
    SplitPattern pattern = asked == null ? patternOf(file) : asked;
    List<byte[]> tokens = new ArrayList<>();
    String[] lines = SafeFiles.readText(file).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].isBlank()) {
        readLine(lines[i].strip(), file, i + 1, tokens);
      }
    }
    if (tokens.isEmpty()) {
      throw new InputException(file + " holds no tokens; it is damaged or another file");
    }
    Map<String, Integer> specials = knownSpecials(pattern, tokens.size());
    specials.forEach((token, id) -> put(tokens, id, Utf8.bytes(token)));
    byte[][] bytes = tokens.toArray(byte[][]::new);
    TokenTable table = new TokenTable(bytes, Set.copyOf(specials.values()));
    SpecialTokens special = SpecialTokens.of(specials);
    return new BpeTokenizer(
        new BpeModel(bytes, allMerges(bytes, table), pattern, special, Map.of(), true, true, null));
  }

  private static void readLine(String line, Path file, int number, List<byte[]> tokens) {
    String[] parts = line.split(" ", -1);
    try {
      byte[] token = Base64.getDecoder().decode(parts[0].getBytes(StandardCharsets.US_ASCII));
      int id = Integer.parseInt(parts[1]);
      if (parts.length == 2 && id >= 0 && id <= Vocabulary.MAX_ID && token.length > 0) {
        if (id < tokens.size() && tokens.get(id) != null) {
          throw new InputException(
              file + ", line " + number + ": the rank " + id + " stands twice; remove one line");
        }
        put(tokens, id, token);
        return;
      }
    } catch (InputException e) {
      throw e;
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw wrongLine(line, file, number, e);
    }
    throw wrongLine(line, file, number, null);
  }

  private static InputException wrongLine(String line, Path file, int number, Exception cause) {
    String shown = line.length() > 60 ? line.substring(0, 57) + "..." : line;
    return new InputException(
        file
            + ", line "
            + number
            + ": \""
            + shown
            + "\" must be a token in base64, a space and its rank",
        cause);
  }

  private static void put(List<byte[]> tokens, int id, byte[] token) {
    while (tokens.size() <= id) {
      tokens.add(null);
    }
    tokens.set(id, token);
  }

  private static SplitPattern patternOf(Path file) {
    String name = file.getFileName().toString();
    if (name.startsWith("r50k") || name.startsWith("gpt2")) {
      return SplitPattern.GPT2;
    }
    if (name.startsWith("cl100k")) {
      return SplitPattern.CL100K;
    }
    if (name.startsWith("o200k")) {
      return SplitPattern.O200K;
    }
    throw new InputException(
        file + " does not say how text is cut into words; give --pattern gpt2, cl100k or o200k");
  }

  /** The published encodings' special tokens, which stand in tiktoken's code, not in its files. */
  private static Map<String, Integer> knownSpecials(SplitPattern pattern, int size) {
    Map<String, Integer> specials = new LinkedHashMap<>();
    if (pattern == SplitPattern.GPT2 && size == 50256) {
      specials.put("<|endoftext|>", 50256);
    } else if (pattern == SplitPattern.CL100K && size == 100256) {
      specials.put("<|endoftext|>", 100257);
      specials.put("<|fim_prefix|>", 100258);
      specials.put("<|fim_middle|>", 100259);
      specials.put("<|fim_suffix|>", 100260);
      specials.put("<|endofprompt|>", 100276);
    } else if (pattern == SplitPattern.O200K && size == 199998) {
      specials.put("<|endoftext|>", 199999);
      specials.put("<|endofprompt|>", 200018);
    }
    return specials;
  }

  private static List<Merge> allMerges(byte[][] tokens, TokenTable table) {
    List<Merge> merges = new ArrayList<>(tokens.length * 2);
    for (int id = 0; id < tokens.length; id++) {
      byte[] token = tokens[id];
      if (token == null || table.find(token, 0, token.length) != id) {
        continue;
      }
      for (int cut = 1; cut < token.length; cut++) {
        int left = table.find(token, 0, cut);
        int right = left < 0 ? -1 : table.find(token, cut, token.length);
        if (right >= 0) {
          merges.add(new Merge(left, right, id));
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
            "the ids of this tokenizer are not in the order of its merges, which a .tiktoken file"
                + " cannot say; save it as tokenizer.json");
      }
      last = merge.result();
    }
    Set<Integer> hidden = model.hidden();
    StringBuilder lines = new StringBuilder();
    int size = 0;
    for (int id = 0; id < model.tokens().length; id++) {
      byte[] token = model.tokens()[id];
      if (token != null && !hidden.contains(id)) {
        size = id + 1;
        lines.append(Base64.getEncoder().encodeToString(token));
        lines.append(' ').append(id).append('\n');
      }
    }
    Map<String, Integer> comeBack = knownSpecials(tokenizer.pattern(), size);
    if (!comeBack.equals(tokenizer.specialTokens()) || hidden.size() > comeBack.size()) {
      throw new InputException(
          "a .tiktoken file cannot hold the special and added tokens of this tokenizer; whoever"
              + " reads it would find "
              + (comeBack.isEmpty() ? "none" : comeBack.keySet())
              + "; save it as tokenizer.json");
    }
    SafeFiles.replace(file, lines.toString());
  }
}
