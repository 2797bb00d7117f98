package org.glassllm.token;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The purpose of a special token. One token may have several roles: GPT-2's {@code <|endoftext|>}
 * separates documents; BERT has one token per role.
 */
public enum SpecialRole {
  /** Fills the short rows of a batch; its positions do not count in the loss. */
  PAD("<pad>", "[PAD]", "<|pad|>"),
  /** Replaces characters outside the vocabulary; byte-level tokenizers never need it. */
  UNK("<unk>", "[UNK]", "<|unk|>"),
  /** Starts a text for a classifier. */
  CLS("<cls>", "[CLS]", "<|cls|>"),
  /** Separates two texts. */
  SEP("<sep>", "[SEP]", "<|sep|>"),
  /** Starts a document. */
  BOS("<s>", "[BOS]", "<bos>", "<|bos|>", "<|begin_of_text|>"),
  /** Ends a document: it stands between the documents of a corpus, and generation stops at it. */
  EOS("</s>", "[EOS]", "<eos>", "<|eos|>", "<|endoftext|>", "<|end_of_text|>"),
  /** Hides a token; the model must predict it. */
  MASK("<mask>", "[MASK]", "<|mask|>");

  private final List<String> spellings;

  SpecialRole(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /** Returns the name in configuration files: {@code pad}, {@code eos} and so on. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the role of a usual spelling, for files that do not name roles. */
  public static Optional<SpecialRole> ofSpelling(String token) {
    return List.of(values()).stream().filter(r -> r.spellings.contains(token)).findFirst();
  }
}
