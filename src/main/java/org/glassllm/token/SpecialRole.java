package org.glassllm.token;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The role of a special token. One token may have several roles: GPT-2's {@code <|endoftext|>} is
 * BOS and EOS, because it separates documents. BERT has one token per role.
 */
public enum SpecialRole {
  /** Fills the short rows of a batch; the loss ignores positions with this token. */
  PAD("<pad>", "[PAD]", "<|pad|>"),
  /** Replaces characters outside the vocabulary; byte-level tokenizers never need it. */
  UNK("<unk>", "[UNK]", "<|unk|>"),
  /** Starts a text; the hidden state of this token represents the text for a classifier. */
  CLS("<cls>", "[CLS]", "<|cls|>"),
  /** Separates two texts. */
  SEP("<sep>", "[SEP]", "<|sep|>"),
  /** Starts a document. */
  BOS("<s>", "[BOS]", "<bos>", "<|bos|>", "<|begin_of_text|>"),
  /** Ends a document. EOS stands between the documents of a corpus, and generation stops at EOS. */
  EOS("</s>", "[EOS]", "<eos>", "<|eos|>", "<|endoftext|>", "<|end_of_text|>"),
  /** Hides a token; the model must predict it. */
  MASK("<mask>", "[MASK]", "<|mask|>");

  private final List<String> spellings;

  SpecialRole(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /** Returns the name of this role in configuration files, such as {@code pad} or {@code eos}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the role that a token's spelling implies, for files that do not store roles. The result
   * is empty if the spelling implies no role.
   */
  public static Optional<SpecialRole> ofSpelling(String token) {
    return List.of(values()).stream().filter(r -> r.spellings.contains(token)).findFirst();
  }
}
