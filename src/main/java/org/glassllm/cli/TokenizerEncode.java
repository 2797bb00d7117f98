package org.glassllm.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.SafeFiles;
import org.glassllm.batch.TokenFileWriter;
import org.glassllm.token.IdSink;
import org.glassllm.token.SpecialUse;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeTokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code glass tokenizer encode}. */
@Command(
    name = "encode",
    description =
        "Encode text as ids: one text as JSON, a file as a token file, or JSON lines as JSON lines.")
final class TokenizerEncode extends Subcommand {
  @Mixin private TokenizerOptions options;

  @Option(names = "--text", paramLabel = "S", description = "The text.")
  private String text;

  @Option(
      names = "--input",
      paramLabel = "F",
      description = "The file to encode as a stream; \"-\" is standard input.")
  private Path input;

  @Option(
      names = "--jsonl",
      description =
          "Read a JSON string from each line of --input (or of standard input) and print an array"
              + " of ids for each.")
  private boolean jsonl;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "With --input: the token file to write, which glass train --data reads. An id has 16"
              + " bits if the vocabulary allows it, else 32. Name it F.tok.")
  private Path out;

  @Option(
      names = "--special",
      defaultValue = "ordinary",
      paramLabel = "ordinary|allow|refuse",
      description =
          "Encode special tokens in the text as ordinary text, as their ids, or refuse them"
              + " (default ${DEFAULT-VALUE}).")
  private String special;

  @Override
  public void run() {
    SpecialUse use = use();
    if (text != null ? input != null || jsonl : input == null && !jsonl) {
      throw new InputException("give one of --text S, --input F and --jsonl");
    }
    if (out != null && (text != null || jsonl)) {
      throw new InputException("--out needs --input F without --jsonl; omit it, or give a file");
    }
    Tokenizer tokenizer = options.load();
    PrintWriter stdout = out();
    if (text != null) {
      stdout.println(Json.line(Map.of("ids", tokenizer.encode(text, use))));
    } else {
      try (InputStream in = open(input)) {
        if (jsonl) {
          TokenizerLines.encode(tokenizer, use, in, stdout);
        } else if (out != null) {
          toFile(tokenizer, use, in, stdout);
        } else {
          toJson(tokenizer, use, in, stdout);
        }
      } catch (IOException e) {
        throw SafeFiles.cannot("read", input == null ? Path.of("-") : input, e);
      }
    }
    finish(stdout);
  }

  private SpecialUse use() {
    return switch (special) {
      case "ordinary" -> SpecialUse.ORDINARY;
      case "allow" -> SpecialUse.ALLOW_ALL;
      case "refuse" -> SpecialUse.REFUSE_ALL;
      default -> throw Check.illegal("--special", special, "ordinary, allow or refuse");
    };
  }

  static InputStream open(Path input) {
    if (input == null || input.toString().equals("-")) {
      return new BufferedInputStream(System.in, 1 << 16);
    }
    try {
      return Files.newInputStream(input);
    } catch (IOException e) {
      throw SafeFiles.cannot("read", input, e);
    }
  }

  private void toFile(Tokenizer tokenizer, SpecialUse use, InputStream in, PrintWriter stdout) {
    TokenFileWriter file = new TokenFileWriter(out, tokenizer.vocabSize());
    try (file) {
      file.onlyIfWhole(() -> encode(tokenizer, use, in, file::write));
    } catch (IOException e) {
      throw SafeFiles.cannot("read", input == null ? Path.of("-") : input, e);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("tokens", file.count());
    result.put("bytes_per_id", file.bytesPerId());
    result.put("file", out.toString());
    stdout.println(Json.line(result));
  }

  private void toJson(Tokenizer tokenizer, SpecialUse use, InputStream in, PrintWriter stdout)
      throws IOException {
    String[] separator = {""};
    stdout.print("{\"ids\":[");
    encode(
        tokenizer,
        use,
        in,
        IdSink.of(
            id -> {
              stdout.print(separator[0]);
              stdout.print(id);
              separator[0] = ",";
            }));
    stdout.println("]}");
  }

  private static void encode(Tokenizer tokenizer, SpecialUse use, InputStream in, IdSink sink)
      throws IOException {
    if (tokenizer instanceof BpeTokenizer bpe) {
      bpe.encodeTo(in, use, sink);
    } else if (use == SpecialUse.ORDINARY || tokenizer.specialTokens().isEmpty()) {
      tokenizer.encodeTo(in, sink);
    } else {
      String whole = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      int[] ids = tokenizer.encode(whole, use);
      sink.accept(ids, ids.length);
    }
  }
}
