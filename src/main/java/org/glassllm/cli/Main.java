package org.glassllm.cli;

import ai.djl.engine.EngineException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Torch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code glass}. */
@Command(
    name = "glass",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "An LLM you can see through: train it, talk to it, measure it, open it.",
    subcommands = {
      TourCommand.class,
      TrainCommand.class,
      GenerateCommand.class,
      EvalCommand.class,
      InfoCommand.class,
      TokenizerCommand.class,
      DataCommand.class,
      CourseFolder.Lesson.class,
      CourseFolder.Exercise.class,
      CourseFolder.Verify.class,
      DoctorCommand.class,
      BenchCommand.class
    })
public final class Main implements Runnable {
  /** Exit code for input that a person can mend. */
  static final int BAD_INPUT = 2;

  private static final String NO_MEMORY =
      "there is not enough memory for this; take a smaller --batch, --context, --tokens or model";

  /** Exit code for our own faults. */
  static final int FAULT = 1;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "On an error, also print where in the program it happened.")
  private boolean stacktrace;

  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    // not System.out, which keeps a failed write to itself
    System.exit(run(utf8(FileDescriptor.out), utf8(FileDescriptor.err), args));
  }

  /**
   * Runs the command line.
   *
   * @return the exit code: 0, 1 for a fault of ours, 2 for bad input
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    Torch.configure();
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    CourseFolder.addCommand(line, args);
    line.setOut(out).setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(
        (e, a) -> {
          String command = e.getCommandLine().getCommandSpec().qualifiedName();
          err.println(command + ": " + firstLine(e.getMessage()) + "; see " + command + " --help");
          return finish(e, main.stacktrace, BAD_INPUT, err);
        });
    line.setExecutionExceptionHandler(
        (e, commandLine, parsed) -> main.explain(e, commandLine, err));
    int code = execute(line, main, err, args);
    if (out.checkError() && code == 0) { // which flushes
      err.println("glass: cannot write all output; check where it leads, and its free space");
      return BAD_INPUT;
    }
    return code;
  }

  /** As picocli does, which lets errors pass. */
  private static int execute(CommandLine line, Main main, PrintWriter err, String... args) {
    try {
      return line.execute(args);
    } catch (OutOfMemoryError e) {
      err.println("glass: " + NO_MEMORY + ", or more heap by GLASS_JAVA_OPTS=-Xmx8g");
      return finish(e, main.stacktrace, BAD_INPUT, err);
    } catch (Error e) {
      return main.fault(e, "glass", err);
    }
  }

  private int explain(Exception e, CommandLine commandLine, PrintWriter err) {
    String command = commandLine.getCommandSpec().qualifiedName();
    if (e instanceof InputException) {
      String message = optionNames(firstLine(e.getMessage()), commandLine);
      err.println(command + ": " + message);
      return finish(e, stacktrace, BAD_INPUT, err);
    }
    if (e instanceof InvalidPathException) {
      err.println(command + ": not a path on this system: " + firstLine(e.getMessage()));
      return finish(e, stacktrace, BAD_INPUT, err);
    }
    if (e instanceof EngineException && outOfMemory(e.getMessage())) {
      err.println(command + ": " + NO_MEMORY);
      return finish(e, stacktrace, BAD_INPUT, err);
    }
    return fault(e, command, err);
  }

  /** What libtorch says on a CPU and on a GPU. */
  private static boolean outOfMemory(String message) {
    return message != null
        && (message.contains("not enough memory") || message.contains("out of memory"));
  }

  /** Replaces a field that a library message names, such as minLr, by the option --min-lr. */
  private static String optionNames(String message, CommandLine commandLine) {
    Matcher field = Pattern.compile("illegal (\\w+): ").matcher(message);
    if (!field.find()) {
      return message;
    }
    String option = "--" + field.group(1).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return commandLine.getCommandSpec().findOption(option) == null
        ? message
        : message.substring(0, field.start(1)) + option + message.substring(field.end(1));
  }

  private int fault(Throwable e, String command, PrintWriter err) {
    err.println(
        command
            + ": a fault in this program: "
            + e.getClass().getSimpleName()
            + ": "
            + firstLine(e.getMessage())
            + (stacktrace ? "" : "; run again with --stacktrace"));
    return finish(e, stacktrace, FAULT, err);
  }

  private static int finish(Throwable e, boolean stacktrace, int code, PrintWriter err) {
    if (stacktrace) {
      e.printStackTrace(err);
    }
    err.flush();
    return code;
  }

  private static String firstLine(String message) {
    return message == null ? "no message" : message.lines().findFirst().orElse("");
  }

  private static PrintWriter utf8(FileDescriptor descriptor) {
    OutputStream stream = new BufferedOutputStream(new FileOutputStream(descriptor));
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The version from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"glass " + (version == null ? "(development)" : version)};
    }
  }
}
