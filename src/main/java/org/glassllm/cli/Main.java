package org.glassllm.cli;

import com.google.common.base.Throwables;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Torch;
import org.glassllm.train.DivergedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Runs the command {@code glass}. */
@Command(
    name = "glass",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Train, run and evaluate language models, and study each part of a model.",
    subcommands = {
      TourCommand.class,
      TrainCommand.class,
      SftCommand.class,
      RewardCommand.class,
      DpoCommand.class,
      PpoCommand.class,
      GrpoCommand.class,
      PipelineCommand.class,
      GenerateCommand.class,
      ChatCommand.class,
      MergeCommand.class,
      EvalCommand.class,
      CompareCommand.class,
      InfoCommand.class,
      CostsCommand.class,
      TokenizerCommand.class,
      DataCommand.class,
      DoctorCommand.class,
      BenchCommand.class
    })
public final class Main implements Runnable {
  /** Exit code for an error of this program. */
  static final int INTERNAL_ERROR = 1;

  /** Exit code for input that the user can correct. */
  static final int BAD_INPUT = 2;

  private static final String SMALLER = "; use a smaller --batch, --context, --tokens or model";

  /** Of a longer message, the middle is cut out. */
  static final int LONGEST = 400;

  /** The wordings of PyTorch, CUDA and the C++ library. */
  private static final Pattern OUT_OF_MEMORY =
      Pattern.compile("(out of|not enough|can't allocate|cannot allocate) memory|bad_alloc");

  /** The character with which Java replaces bytes that it cannot decode. */
  private static final char UNREADABLE = '\uFFFD';

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean stacktrace;

  @Spec private CommandSpec spec;

  private Main() {}

  /**
   * Runs the command line and exits with the exit code of {@link #run(PrintWriter, PrintWriter,
   * String...)}.
   */
  public static void main(String[] args) {
    // System.out would hide failed writes.
    System.exit(run(utf8(FileDescriptor.out), utf8(FileDescriptor.err), args));
  }

  /**
   * Runs the command line.
   *
   * @return the exit code: 0 after success, 1 for an error of this program, 2 for bad input, 128 +
   *     n if signal n stopped a training run
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    Torch.configure();
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    CommandSpec train = line.getSubcommands().get("train").getCommandSpec();
    RecipeOption.ALL.forEach(option -> train.addOption(option.spec()));
    for (CommandLine subcommand : line.getSubcommands().values()) {
      CommandSpec spec = subcommand.getCommandSpec();
      if (spec.userObject() instanceof StageCommand stage) {
        RecipeOption.fineTuning().forEach(option -> spec.addOption(option.spec()));
        stage.allOptions().forEach(option -> spec.addOption(option.spec()));
      }
    }
    CourseFolder.addCommands(line, args);
    line.setOut(out).setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false); // a prompt may start with @
    line.registerConverter(Path.class, Given::path);
    line.setParameterExceptionHandler((e, a) -> main.report(e, e.getCommandLine(), err));
    line.setExecutionExceptionHandler((e, command, parsed) -> main.report(e, command, err));
    int code;
    try {
      requireReadable(System.getProperty("sun.jnu.encoding"), args);
      code = line.execute(args);
    } catch (InputException | Error e) { // picocli handles exceptions of commands only
      code = main.report(e, line, err);
    }
    if (out.checkError() && code == 0) { // checkError flushes
      err.println(
          "glass: cannot write all output; check the destination of the output and the"
              + " free space there");
      return BAD_INPUT;
    }
    return code;
  }

  /**
   * Prints one line about an error, and the stack trace if {@code --stacktrace} is given; returns
   * the exit code.
   */
  private int report(Throwable e, CommandLine line, PrintWriter err) {
    if (e instanceof ParameterException && e.getCause() instanceof InputException cause) {
      return report(cause, line, err); // of a --recipe
    }
    String command = line.getCommandSpec().qualifiedName();
    String message = e.getMessage() == null ? "no message" : e.getMessage();
    String help = "";
    int code = BAD_INPUT;
    if (e instanceof ParameterException) {
      help = "; see " + command + " --help";
    } else if (e instanceof InputException || e instanceof DivergedException) {
      message = optionNames(message, line);
    } else if (e instanceof InvalidPathException) {
      message = "not a path on this system: " + message;
    } else if (e instanceof OutOfMemoryError) {
      message =
          "out of memory" + SMALLER + ", or set a larger Java heap with GLASS_JAVA_OPTS=-Xmx8g";
    } else if (isOutOfNativeMemory(e)) {
      message = "out of memory" + SMALLER;
    } else {
      code = INTERNAL_ERROR;
      message = message.lines().findFirst().orElse("");
      String name = e.getClass().getSimpleName();
      message =
          "internal error: %s: %s%s"
              .formatted(name, message, stacktrace ? "" : "; run again with --stacktrace");
    }
    err.println(command + ": " + InputException.oneLine(message, LONGEST) + help);
    if (stacktrace) {
      e.printStackTrace(err);
    }
    err.flush();
    return code;
  }

  /** Returns whether an exception says that the engine could not allocate memory, on any system. */
  static boolean isOutOfNativeMemory(Throwable e) {
    return Throwables.getCausalChain(e).stream()
        .map(Throwable::getMessage)
        .anyMatch(m -> m != null && OUT_OF_MEMORY.matcher(m.toLowerCase(Locale.ROOT)).find());
  }

  /**
   * Throws an exception if Java could not decode an argument.
   *
   * @param encoding the encoding of arguments, which the locale determines
   */
  static void requireReadable(String encoding, String... args) {
    for (String argument : args) {
      if (argument.indexOf(UNREADABLE) >= 0 && !"UTF-8".equals(encoding)) {
        throw new InputException(
            "the argument \"%s\" has characters that the locale's encoding %s lacks; set"
                + " LC_ALL=C.UTF-8, or put the text into a file",
            argument, encoding);
      }
    }
  }

  /**
   * Returns a message of the library with an option, such as --min-lr, in place of a field, such as
   * minLr.
   */
  static String optionNames(String message, CommandLine commandLine) {
    Matcher field = Pattern.compile("illegal (\\w+): ").matcher(message);
    if (!field.find()) {
      return message;
    }
    String name =
        field.group(1).replaceAll("([A-Z])", "-$1").replace('_', '-').toLowerCase(Locale.ROOT);
    return Stream.of("--" + name, "--lora-" + name)
        .filter(option -> commandLine.getCommandSpec().findOption(option) != null)
        .findFirst()
        .map(o -> message.substring(0, field.start(1)) + o + message.substring(field.end(1)))
        .orElse(message);
  }

  private static PrintWriter utf8(FileDescriptor descriptor) {
    OutputStream stream = new BufferedOutputStream(new FileOutputStream(descriptor));
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Reads the version from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"glass " + (version == null ? "(development)" : version)};
    }
  }
}
