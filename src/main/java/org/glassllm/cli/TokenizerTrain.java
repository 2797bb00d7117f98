package org.glassllm.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.text.Corpus;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTrainer;
import org.glassllm.token.bpe.TrainingProgress;
import org.glassllm.token.bpe.WordPattern;
import org.glassllm.token.files.Tokenizers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@code glass tokenizer train}. */
@Command(
    name = "train",
    description = "Train a tokenizer on a UTF-8 text, a .jsonl file, or all files of a folder.")
final class TokenizerTrain extends Subcommand {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "F",
      description = "Text file, .jsonl file or folder to train on.")
  private Path data;

  @Option(
      names = "--vocab",
      paramLabel = "V",
      description = "Vocabulary size of a bpe tokenizer." + DEFAULT)
  private int vocab = 4096;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "File to write, such as tokenizer.json.")
  private Path out;

  @Option(names = "--type", paramLabel = "bpe|char", description = "Kind of tokenizer." + DEFAULT)
  private String type = "bpe";

  @Option(
      names = "--pattern",
      paramLabel = "gpt2|cl100k|o200k",
      description = "Word pattern of a bpe tokenizer." + DEFAULT)
  private String pattern = "gpt2";

  @Option(
      names = "--min-frequency",
      paramLabel = "N",
      description = "Minimum count of a pair that is merged." + DEFAULT)
  private long minFrequency = 2;

  @Option(
      names = "--special",
      paramLabel = "[ROLE=]TOKEN",
      description = {
        "Special token, optionally with a role, such as <|endoftext|> or pad=<pad>."
            + " The option may be repeated. Default: none.",
        "Roles: pad, unk, cls, sep, bos, eos, mask."
      })
  private List<String> special = List.of();

  private record Result(
      int vocabSize, Map<String, Integer> specialTokens, double seconds, String file) {}

  @Override
  public void run() {
    Check.oneOf("--type", type, List.of("bpe", "char"));
    SpecialTokens specials = specials();
    BpeSettings settings =
        type.equals("char")
            ? null
            : new BpeSettings(vocab, WordPattern.of(pattern), minFrequency, specials);
    long start = System.nanoTime();
    Corpus corpus = Corpus.read(data);
    Tokenizer tokenizer =
        settings == null ? CharTokenizer.train(specials, corpus.joined()) : bpe(settings, corpus);
    double seconds = (System.nanoTime() - start) / 1e9;
    Tokenizers.save(tokenizer, out);
    int size = tokenizer.vocabSize();
    printResult(
        new Result(size, tokenizer.specialTokens(), seconds, out.toString()),
        format("%d tokens learned in %.2f s, written to %s%n", size, seconds, out));
  }

  private Tokenizer bpe(BpeSettings settings, Corpus corpus) {
    try (TaskProgress progress = new TaskProgress(err(), Terminal.isThere())) {
      TrainingProgress listener =
          (phase, done, total) -> {
            if (phase == TrainingProgress.Phase.READ) {
              progress.megabytes("counting words", done, total);
            } else {
              progress.step("merging pairs", done, total);
            }
          };
      return new BpeTrainer(settings, listener).add(corpus).train();
    }
  }

  private SpecialTokens specials() {
    Map<SpecialRole, String> roles = new EnumMap<>(SpecialRole.class);
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (String option : special) {
      String token = option;
      for (SpecialRole role : SpecialRole.values()) {
        if (option.startsWith(role.key() + "=")) {
          token = option.substring(role.key().length() + 1);
          roles.put(role, token);
        }
      }
      ids.putIfAbsent(token, ids.size());
    }
    SpecialTokens.of(ids).roles().forEach(roles::putIfAbsent);
    return new SpecialTokens(ids, roles);
  }
}
