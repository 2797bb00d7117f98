package org.glassllm.faults;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassllm.cli.Main;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes random command lines of all commands, from picocli's own model of them. */
final class RandomCommands {
  /** Commands that measure, download or start other programs for seconds. */
  private static final List<String> LONG =
      List.of("bench", "doctor", "tour", "lesson", "exercise", "verify", "fetch");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "-1",
          "4",
          "8",
          "1.5",
          "1e9",
          "NaN",
          "Infinity",
          "-Infinity",
          "1e-300",
          "1e300",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "-9223372036854775808",
          "0x10",
          "١",
          "",
          "many",
          "0.5",
          "0.999",
          "1e-9");
  private static final List<String> TEXTS =
      List.of(
          "",
          "the cat",
          "é😀",
          "\u001b[31m",
          "@note",
          "<|endoftext|>",
          "\0",
          "a\nb",
          "\ud800",
          "--run",
          "-",
          "%s%n",
          "x".repeat(2000),
          "..",
          "char",
          "bpe",
          "cpu");

  /** Values that keep a command short; a number elsewhere may be any of {@link #NUMBERS}. */
  private static final Map<String, List<String>> SMALL =
      Map.ofEntries(
          Map.entry("--steps", List.of("1", "2", "0", "-1", "1.5", "many")),
          Map.entry("--preset", List.of("test", "test", "test", "huge", "")),
          Map.entry("--bytes", List.of("1000", "0", "-1", "20000", "x")),
          Map.entry("--tokens", List.of("1", "5", "0", "-1", "x")),
          Map.entry("--batch", List.of("1", "2", "0", "-1", "134217728")),
          Map.entry("--grad-accum", List.of("1", "2", "0", "-3")),
          Map.entry("--layers", List.of("1", "2", "0", "-1")),
          Map.entry("--dim", List.of("4", "8", "6", "0", "-4", "2147483646")),
          Map.entry("--context", List.of("1", "4", "8", "0", "-1", "2147483647")),
          Map.entry("--hidden", List.of("1", "8", "0", "-1", "2147483647")),
          Map.entry("--vocab", List.of("256", "257", "300", "0", "-1", "16777215")),
          Map.entry("--threads", List.of("2", "0", "-1", "x")),
          Map.entry("--device", List.of("cpu", "cpu", "gpu77", "tpu", "")),
          Map.entry("--kernels", List.of("readable", "fused", "other", "")),
          Map.entry("--type", List.of("char", "bpe", "x")),
          Map.entry("--pattern", List.of("gpt2", "cl100k", "o200k", "x")),
          Map.entry("--min-lr", List.of("0.001", "0", "9", "-1", "NaN")),
          Map.entry("--warmup", List.of("1", "0", "-1", "99", "x")),
          Map.entry("--seed", List.of("1", "-1", "9223372036854775807", "x")),
          Map.entry("--eval-every", List.of("1", "0", "-1", "x")),
          Map.entry("--positions", List.of("learned", "rope", "alibi", "x", "")),
          Map.entry("--norm", List.of("layer_norm", "rms_norm", "x")),
          Map.entry("--feed-forward", List.of("plain", "swiglu", "x")),
          Map.entry("--activation", List.of("relu", "gelu", "x")),
          Map.entry("--windows", List.of("random", "shuffled", "x")),
          Map.entry("--decay", List.of("linear", "cosine", "x")),
          Map.entry("--examples", List.of("9", "20", "0", "-1", "x")),
          Map.entry("--heldout", List.of("3", "0", "-1", "x")),
          Map.entry("--skills", List.of("add", "tale,question", "", "add,", "x")),
          Map.entry("--words", List.of("1", "2", "0", "-1", "x")),
          Map.entry("--rounds", List.of("1", "0", "-1")),
          Map.entry("--precision", List.of("float32", "float16", "")),
          Map.entry("--stride", List.of("1", "4", "0", "-1", "99")));

  private static final List<String> FREQUENT = List.of("train", "generate", "eval", "encode");
  private static final List<String> NEEDED = List.of("--preset", "--steps", "--run", "--data");

  /** Good inputs, relative to the folder. */
  private static final Map<String, String> GOOD =
      Map.of(
          "--data",
          "in/text.txt",
          "--run",
          "in/run",
          "--from",
          "in/run",
          "--input",
          "in/text.txt",
          "--tokenizer",
          "in/tokenizer.json",
          "--prompts",
          "in/text.txt",
          "--output",
          "out/new",
          "--out",
          "out/new");

  private final Path folder;
  private final List<List<String>> commands = new ArrayList<>();
  private final List<CommandSpec> specs = new ArrayList<>();
  private final CommandInputs inputs;

  RandomCommands(Path folder) throws Exception {
    this.folder = folder;
    Constructor<Main> constructor = Main.class.getDeclaredConstructor();
    constructor.setAccessible(true);
    CommandLine glass = new CommandLine(constructor.newInstance());
    addOptions(glass.getSubcommands().get("train").getCommandSpec());
    collect(glass, List.of());
    inputs = new CommandInputs(folder);
  }

  /** Adds the options that training has only when it runs, by their names in its help. */
  private static void addOptions(CommandSpec train) {
    StringWriter help = new StringWriter();
    PrintWriter writer = new PrintWriter(help);
    Main.run(writer, writer, "train", "--help");
    Matcher option = Pattern.compile("(--[a-z0-9-]+)=").matcher(help.toString());
    while (option.find()) {
      if (train.findOption(option.group(1)) == null) {
        train.addOption(OptionSpec.builder(option.group(1)).arity("1").type(Double.class).build());
      }
    }
  }

  private void collect(CommandLine command, List<String> path) {
    for (Map.Entry<String, CommandLine> e : command.getSubcommands().entrySet()) {
      List<String> inner = new ArrayList<>(path);
      inner.add(e.getKey());
      if (e.getValue().getSubcommands().isEmpty()) {
        for (int n = FREQUENT.contains(e.getKey()) ? 4 : 1; n > 0; n--) {
          commands.add(inner);
          specs.add(e.getValue().getCommandSpec());
        }
      } else {
        collect(e.getValue(), inner);
      }
    }
  }

  /** Returns the inputs of the command lines. */
  CommandInputs inputs() {
    return inputs;
  }

  /** Returns the arguments of a random command line; in half of them one value is odd. */
  List<String> next(SplittableRandom random) {
    int i = random.nextInt(commands.size());
    List<String> arguments = new ArrayList<>(commands.get(i));
    boolean training = arguments.equals(List.of("train"));
    List<OptionSpec> chosen = new ArrayList<>();
    for (OptionSpec option : specs.get(i).options()) {
      boolean needed = option.required() || NEEDED.contains(option.longestName());
      boolean unused =
          List.of("--help", "--version", "--stacktrace").contains(option.longestName());
      if (!unused && (needed ? training || random.nextInt(20) > 0 : random.nextInt(5) == 0)) {
        chosen.add(option);
      }
    }
    int odd = random.nextBoolean() ? random.nextInt(chosen.size() + 2) : -1;
    for (int n = 0; n < chosen.size(); n++) {
      OptionSpec option = chosen.get(n);
      arguments.add(option.longestName());
      if (option.arity().max() > 0) {
        boolean good = odd >= 0 && odd != n;
        arguments.add(
            good ? good(option, training, random) : value(option.longestName(), option, random));
      }
    }
    for (ArgSpec positional : specs.get(i).positionalParameters()) {
      arguments.add(value("", positional, random));
    }
    if (commands.get(i).stream().anyMatch(LONG::contains)) {
      arguments.add(random.nextBoolean() ? "--help" : "--no-such-option");
    } else if (random.nextInt(40) == 0) {
      arguments.add(pick(TEXTS, random));
    }
    return arguments;
  }

  /** Returns a value that most commands accept. */
  private String good(OptionSpec option, boolean training, SplittableRandom random) {
    String name = option.longestName();
    Class<?> type = option.type();
    if (SMALL.containsKey(name)) {
      return SMALL.get(name).get(0);
    }
    if (training && name.equals("--run")) {
      return folder.resolve("out/new").toString();
    }
    if (GOOD.containsKey(name)) {
      return folder.resolve(GOOD.get(name)).toString();
    }
    if (option.completionCandidates() != null) {
      return value(name, option, random);
    }
    return type == Double.class || type == double.class
        ? "0.5"
        : type.isPrimitive() || Number.class.isAssignableFrom(type) ? "1" : "the cat";
  }

  private String value(String name, ArgSpec option, SplittableRandom random) {
    if (List.of("--out", "--output").contains(name)) {
      return random.nextInt(4) > 0 ? folder.resolve("out/new").toString() : any(random);
    }
    if (SMALL.containsKey(name)) {
      return pick(SMALL.get(name), random);
    }
    Class<?> type = option.type();
    if (type == Path.class || GOOD.containsKey(name)) {
      boolean run = List.of("--run", "--from").contains(name) && random.nextInt(4) > 0;
      return random.nextInt(10) == 0
          ? oddPath(random)
          : pick(run ? inputs.runs() : inputs.files(), random);
    }
    if (option.completionCandidates() != null && random.nextInt(4) > 0) {
      List<String> all = new ArrayList<>();
      option.completionCandidates().forEach(all::add);
      if (!all.isEmpty()) {
        return pick(all, random);
      }
    }
    boolean number = type.isPrimitive() || Number.class.isAssignableFrom(type);
    return number && random.nextInt(8) > 0 ? pick(NUMBERS, random) : pick(TEXTS, random);
  }

  /**
   * Returns an odd path, which lies in this folder unless it is empty: a command may write there.
   */
  private String oddPath(SplittableRandom random) {
    String name = pick(TEXTS, random);
    return name.isEmpty() ? name : folder.resolve("out") + "/" + name;
  }

  private String any(SplittableRandom random) {
    String file = pick(inputs.files(), random);
    // never overwrites an input
    return Files.exists(Path.of(file)) ? folder.resolve("in").toString() : file;
  }

  private static String pick(List<String> all, SplittableRandom random) {
    return all.get(random.nextInt(all.size()));
  }
}
