package org.glassllm.token.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glassllm.base.JsonField;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Merge;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeModel;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.bpe.WordPattern;

/**
 * Reads {@code tokenizer.json}. The reader supports byte-level BPE, as in GPT-2 and Llama 3, and
 * character vocabularies that {@link HuggingFaceWriter} wrote. A message names the field of an
 * unsupported value.
 */
final class HuggingFaceReader {
  /**
   * Name of our own field that is true if merges are ordered by the id of their result, as in a
   * .tiktoken file.
   */
  static final String RANK_IS_ID = "rank_is_id";

  /**
   * Name of our own field that holds the roles of an added token. Other readers ignore the field.
   */
  static final String ROLES = "roles";

  /** The word pattern of a character tokenizer, in which each character is a word. */
  static final String CHARACTER = "[\\s\\S]";

  private final JsonField root;
  private final Vocabulary vocabulary;
  private final Map<String, Integer> special = new LinkedHashMap<>();
  private final Map<String, Integer> always = new LinkedHashMap<>();
  private final Map<SpecialRole, String> roles = new EnumMap<>(SpecialRole.class);

  private HuggingFaceReader(JsonField root) {
    this.root = root;
    this.vocabulary = new Vocabulary(root.get("model").get("vocab"));
    if (!root.get("added_tokens").isAbsent()) {
      root.get("added_tokens").list().forEach(this::readAddedToken);
    }
  }

  static Tokenizer read(Path file) {
    return new HuggingFaceReader(JsonField.root(file)).tokenizer();
  }

  private Tokenizer tokenizer() {
    for (String name : List.of("normalizer", "truncation", "padding")) {
      requireAbsent(root.get(name));
    }
    JsonField type = root.get("model").get("type");
    return type.isAbsent() || type.string(List.of("BPE", "WordLevel")).equals("BPE")
        ? bpe(root.get("model"))
        : characters();
  }

  private void readAddedToken(JsonField token) {
    for (String flag : List.of("lstrip", "rstrip", "single_word")) {
      if (token.get(flag).flag(false)) {
        throw token.get(flag).wrong("false; other values are not supported");
      }
    }
    String content = token.get("content").string();
    vocabulary.add(content, token.get("id"));
    (token.get("special").flag(false) ? special : always).put(content, token.get("id").id());
    if (!token.get(ROLES).isAbsent()) {
      token.get(ROLES).list().forEach(role -> roles.put(role(role), content));
    }
  }

  private static SpecialRole role(JsonField field) {
    List<String> names = Arrays.stream(SpecialRole.values()).map(SpecialRole::key).toList();
    return SpecialRole.values()[names.indexOf(field.string(names))];
  }

  /**
   * Returns the special tokens with the roles in the file. In a file without roles, spellings imply
   * the roles.
   */
  private SpecialTokens specials() {
    return roles.isEmpty() ? SpecialTokens.of(special) : new SpecialTokens(special, roles);
  }

  private static void requireAbsent(JsonField field) {
    if (!field.isAbsent()) {
      throw field.wrong("null; other values are not supported");
    }
  }

  private CharTokenizer characters() {
    JsonField regex = regex(root.get("pre_tokenizer"));
    if (!regex.string().equals(CHARACTER)) {
      throw regex.wrong(CHARACTER + ", the pattern of a character vocabulary");
    }
    requireAbsent(root.get("post_processor"));
    SpecialTokens specials = specials();
    JsonField unknown = root.get("model").get("unk_token");
    String role = specials.roles().get(SpecialRole.UNK);
    if (role == null ? vocabulary.has(unknown.string()) : !role.equals(unknown.string())) {
      throw unknown.wrong(
          "the special token with the role unk, or a text outside the vocabulary if no"
              + " token has this role");
    }
    String[] tokens = new String[vocabulary.size()];
    for (int id = 0; id < tokens.length; id++) {
      String token = vocabulary.token(id);
      if (token == null) {
        throw root.get("model")
            .get("vocab")
            .wrong("a vocabulary without unused ids; no token has the id " + id);
      }
      if (!special.containsKey(token) && token.codePoints().count() != 1) {
        throw vocabulary.wrong(token, "the id of a single character");
      }
      tokens[id] = token;
    }
    return new CharTokenizer(tokens, specials);
  }

  private BpeTokenizer bpe(JsonField model) {
    for (String name :
        List.of("dropout", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback")) {
      JsonField field = model.get(name);
      if (!field.isAbsent()
          && !List.of("0", "0.0", "\"\"", "false").contains(String.valueOf(field.value()))) {
        throw field.wrong("null; other values are not supported");
      }
    }
    Set<String> plain = new HashSet<>(special.keySet());
    plain.addAll(always.keySet());
    JsonField post = root.get("post_processor");
    return new BpeTokenizer(
        new BpeModel(
            vocabulary.tokens(plain),
            merges(model.get("merges")),
            pattern(root.get("pre_tokenizer")),
            specials(),
            always,
            model.get("ignore_merges").flag(false),
            model.get(RANK_IS_ID).flag(false),
            post.isAbsent() ? null : post.value()));
  }

  private List<Merge> merges(JsonField field) {
    List<Merge> merges = new ArrayList<>();
    for (JsonField rule : field.list()) {
      // Files contain a merge as "a b" or as ["a", "b"].
      String[] pair =
          rule.isString()
              ? rule.string().split(" ", -1)
              : rule.list().stream().map(JsonField::string).toArray(String[]::new);
      Merge merge = pair.length == 2 ? vocabulary.merge(pair[0], pair[1]) : null;
      if (merge == null) {
        throw rule.wrong("two tokens of the vocabulary whose concatenation is a token too");
      }
      merges.add(merge);
    }
    return merges;
  }

  private static WordPattern pattern(JsonField pre) {
    if (pre.get("type").string().equals("ByteLevel")) {
      requireByteLevel(pre, true);
      return WordPattern.GPT2;
    }
    JsonField parts = pre.get("pretokenizers");
    if (!pre.get("type").string().equals("Sequence") || parts.list().size() != 2) {
      throw pre.get("type").wrong("ByteLevel, or a Sequence of a Split and a ByteLevel");
    }
    requireByteLevel(parts.list().get(1), false);
    JsonField regex = regex(parts.list().get(0));
    return Arrays.stream(WordPattern.values())
        .filter(pattern -> pattern.isWrittenAs(regex.string()))
        .findFirst()
        .orElseThrow(() -> regex.wrong("the regular expression of gpt2, cl100k or o200k"));
  }

  /** Returns the regular expression of a Split; rejects a Split whose words are not the matches. */
  private static JsonField regex(JsonField split) {
    split.get("type").string(List.of("Split"));
    split.get("behavior").string(List.of(split.get("invert").flag(false) ? "Removed" : "Isolated"));
    return split.get("pattern").get("Regex");
  }

  private static void requireByteLevel(JsonField level, boolean splits) {
    level.get("type").string(List.of("ByteLevel"));
    if (level.get("add_prefix_space").flag(true)) {
      throw level.get("add_prefix_space").wrong("false; an added space is not supported");
    }
    if (level.get("use_regex").flag(true) != splits) {
      throw level.get("use_regex").wrong(String.valueOf(splits));
    }
  }
}
