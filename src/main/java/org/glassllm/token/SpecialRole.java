package org.glassllm.token;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a special token is for. A role is a use, the token is a spelling: GPT-2 has one token,
 * {@code <|endoftext|>}, which begins and ends documents; BERT has a token for each role.
 */
public enum SpecialRole {
  /** Fills a batch's short rows; its positions do not count in the loss. */
  PAD("<pad>", "[PAD]", "<|pad|>"),
  /** Stands for what the vocabulary cannot express; byte-level tokenizers never need it. */
  UNK("<unk>", "[UNK]", "<|unk|>"),
  /** Opens a text for a classifier. */
  CLS("<cls>", "[CLS]", "<|cls|>"),
  /** Separates two texts. */
  SEP("<sep>", "[SEP]", "<|sep|>"),
  /** Begins a document. */
  BOS("<s>", "[BOS]", "<bos>", "<|bos|>", "<|begin_of_text|>"),
  /** Ends a document: generation stops here. */
  EOS("</s>", "[EOS]", "<eos>", "<|eos|>", "<|endoftext|>", "<|end_of_text|>"),
  /** Hides a token that the model is to guess. */
  MASK("<mask>", "[MASK]", "<|mask|>");

  private final List<String> spellings;

  SpecialRole(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /** The name in configuration files: {@code pad}, {@code eos} and so on. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role that a token's usual spelling says, for files that do not name roles. */
  public static Optional<SpecialRole> ofSpelling(String token) {
    for (SpecialRole role : values()) {
      if (role.spellings.contains(token)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
