package org.glassllm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.text.Corpus;
import org.glassllm.text.Document;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTrainer;
import org.glassllm.token.bpe.WordPattern;
import org.glassllm.token.files.Tokenizers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code glass tokenizer train}. */
@Command(
    name = "train",
    description = "Trains a tokenizer on a UTF-8 file or a folder of such files.")
final class TokenizerTrain extends Subcommand {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "F",
      description = "A UTF-8 text file, or a folder: all files in it.")
  private Path data;

  @Option(
      names = "--vocab",
      defaultValue = "4096",
      paramLabel = "V",
      description = "Number of ids in all (bpe; default ${DEFAULT-VALUE}).")
  private int vocab;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The new file.")
  private Path out;

  @Option(
      names = "--type",
      defaultValue = "bpe",
      paramLabel = "bpe|char",
      description = "Byte pairs or single characters (default ${DEFAULT-VALUE}).")
  private String type;

  @Option(
      names = "--pattern",
      defaultValue = "gpt2",
      paramLabel = "gpt2|cl100k|o200k",
      description = "How text is cut into words (default ${DEFAULT-VALUE}).")
  private String pattern;

  @Option(
      names = "--min-frequency",
      defaultValue = "2",
      paramLabel = "N",
      description = "Pairs that are rarer are not merged (default ${DEFAULT-VALUE}).")
  private long minFrequency;

  @Option(
      names = "--special",
      paramLabel = "[ROLE=]TOKEN",
      description =
          "A special token, e.g. <|endoftext|> or pad=<pad>; roles: pad unk cls sep bos eos mask."
              + " Repeat the option for several.")
  private List<String> special = List.of();

  @Override
  public void run() {
    Check.oneOf("--type", type, List.of("bpe", "char"));
    SpecialTokens specials = specials();
    BpeSettings settings =
        type.equals("char")
            ? null
            : new BpeSettings(vocab, WordPattern.of(pattern), minFrequency, specials);
    long start = System.nanoTime();
    List<Path> files = files();
    Tokenizer tokenizer = settings == null ? characters(files, specials) : bpe(settings, files);
    double seconds = (System.nanoTime() - start) / 1e9;
    Tokenizers.save(tokenizer, out);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("vocab_size", tokenizer.vocabSize());
    result.put("special_tokens", tokenizer.specialTokens());
    result.put("seconds", seconds);
    result.put("file", out.toString());
    if (json()) {
      printJson(result);
    } else {
      printf("%d tokens learned in %.2f s, written to %s%n", tokenizer.vocabSize(), seconds, out);
    }
  }

  private Tokenizer bpe(BpeSettings settings, List<Path> files) {
    try (TokenizerProgress progress = new TokenizerProgress(err(), files)) {
      BpeTrainer trainer = new BpeTrainer(settings, progress);
      files.forEach(trainer::add);
      return trainer.train();
    }
  }

  private static Tokenizer characters(List<Path> files, SpecialTokens specials) {
    List<Document> documents = files.stream().map(Document::of).toList();
    try (InputStream all = Corpus.of(files.get(0).toString(), documents).joined().open()) {
      return CharTokenizer.train(all, specials);
    } catch (IOException e) {
      throw SafeFiles.cannot("read", files.get(0), e);
    }
  }

  private List<Path> files() {
    List<Path> files = List.of(data);
    if (Files.isDirectory(data)) {
      try (Stream<Path> all = Files.walk(data)) {
        files = all.filter(Files::isRegularFile).sorted().toList();
      } catch (IOException e) {
        throw SafeFiles.cannot("read", data, e);
      }
    }
    if (bytes(files) == 0) {
      throw new InputException(data + " holds no text; give a file or folder that does");
    }
    return files;
  }

  static long bytes(List<Path> files) {
    long bytes = 0;
    for (Path file : files) {
      try {
        bytes += Files.size(file);
      } catch (IOException e) {
        throw SafeFiles.cannot("read", file, e);
      }
    }
    return bytes;
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
