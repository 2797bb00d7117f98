package org.glassllm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.generate.Conversation;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.PicocliException;

/** The loop of a chat: executes commands, which start with a slash, and answers other lines. */
final class ChatSession {
  private static final String GREEDY = "/greedy";
  private static final int NAMES = 26;
  private static final int DESCRIPTIONS = 54;
  private static final Map<String, String> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("/help", "List the commands.");
    COMMANDS.put("/reset", "Start a new conversation. Settings stay.");
    COMMANDS.put("/settings", "Show the settings and the length of the conversation.");
    COMMANDS.put("/save FILE", "Save the conversation as the model reads it.");
    COMMANDS.put("/quit", "End the chat, like Ctrl-D.");
  }

  private final Subcommand command;
  private final ChatInput input;
  private final Conversation conversation;
  private ChatSettings settings;
  private Path saved;

  /** Creates a session that prints answers to the command's stdout, and all else to stderr. */
  ChatSession(
      Subcommand command, ChatInput input, Conversation conversation, ChatSettings settings) {
    this.command = command;
    this.input = input;
    this.conversation = conversation;
    this.settings = settings;
  }

  /** Returns the names of all commands. */
  static List<String> commands(ChatSettings settings) {
    return Stream.concat(
            COMMANDS.keySet().stream().map(c -> c.split(" ")[0]),
            settings.options().stream().map(ChatSession::name))
        .toList();
  }

  /** Reads and answers lines until the input ends. An illegal line does not end the chat. */
  void run() {
    boolean open = true;
    while (open) {
      Optional<String> line = input.next();
      open = line.isPresent() && !line.get().strip().equals("/quit");
      if (open) {
        handle(line.get());
      }
    }
  }

  private void handle(String line) {
    try {
      if (line.startsWith("/") && !line.startsWith("//")) {
        String[] words = line.strip().split("\\s+", 2);
        execute(words[0], words.length == 1 ? "" : words[1]);
      } else {
        answer(line.startsWith("//") ? line.substring(1) : line);
      }
    } catch (PicocliException e) {
      refuse(line, e.getMessage().replace("option '--", "'/"));
    } catch (InputException e) {
      if (command.out().checkError()) {
        throw e; // nobody reads the answers
      }
      String message = Main.optionNames(e.getMessage(), new CommandLine(settings));
      refuse(line, message.replaceFirst("^illegal --", "illegal /"));
    }
  }

  private void refuse(String line, String reason) {
    if (command.json()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("prompt", line);
      result.put("error", reason);
      command.printJson(result);
    } else {
      command.note("%s", InputException.oneLine(reason, Main.LONGEST));
    }
  }

  private void execute(String name, String value) {
    if (COMMANDS.containsKey(name) && !value.isEmpty()) {
      throw new InputException("%s takes no value; omit \"%s\"", name, InputException.shown(value));
    }
    switch (name) {
      case "/help" -> command.note("%s", help());
      case "/settings" -> command.note("%s", state());
      case "/reset" -> {
        conversation.reset();
        command.note("new conversation");
      }
      case "/save" -> save(value);
      default -> set(name, value);
    }
  }

  private void set(String name, String value) {
    if (settings.options().stream().noneMatch(option -> name(option).equals(name))) {
      throw new InputException(
          "unknown command %s; /help lists the commands; a message that starts with / needs //",
          InputException.shown(name));
    }
    if (value.isEmpty() && !name.equals(GREEDY)) {
      throw new InputException("%s needs a value, such as %s", name, current(name));
    }
    settings = settings.with("--" + name.substring(1), value.isEmpty() ? "true" : value);
    command.note("%s", current(name));
  }

  private String current(String name) {
    return name + " " + settings.values().get("--" + name.substring(1));
  }

  private void save(String file) {
    if (file.isEmpty()) {
      throw new InputException("/save needs the name of a file, such as /save chat.txt");
    }
    String home = System.getProperty("user.home");
    Path path = Given.path(file.startsWith("~/") ? home + file.substring(1) : file);
    if (Files.exists(path) && !path.equals(saved)) {
      throw new InputException("%s exists already; choose another name", path);
    }
    SafeFiles.replace(path, conversation.text());
    saved = path;
    command.note("saved %d tokens in %s", conversation.tokens(), path);
  }

  private void answer(String message) {
    Consumer<String> listener = command.json() ? part -> {} : command::print;
    Conversation.Answer answer =
        input.interruptible(stop -> conversation.answer(settings.message(message), listener, stop));
    settings = settings.next();
    if (command.json()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("prompt", message);
      result.put("text", answer.text());
      result.put("tokens", answer.tokens());
      result.put("end", answer.end().name().toLowerCase(Locale.ROOT));
      command.printJson(result);
      return;
    }
    command.print("\n");
    if (answer.end() == Conversation.End.INTERRUPTED) {
      command.note("stopped after %d tokens", answer.tokens());
    }
  }

  private String state() {
    List<String> lines = new ArrayList<>();
    settings.options().forEach(option -> lines.add(current(name(option))));
    lines.add("conversation: %d tokens".formatted(conversation.tokens()));
    return String.join("\n", lines);
  }

  private String help() {
    TextTable table =
        TextTable.forColumns(
            Help.defaultColorScheme(Ansi.OFF),
            new Column(NAMES, 0, Overflow.SPAN),
            new Column(DESCRIPTIONS, 0, Overflow.WRAP));
    COMMANDS.forEach(table::addRowValues);
    for (OptionSpec option : settings.options()) {
      String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
      String text = option.description()[0].replace("${DEFAULT-VALUE}", option.defaultValue() + "");
      table.addRowValues(name(option) + label, text);
    }
    return table
        + conversation.template().usage()
        + "\nCtrl-C stops an answer. Alt-Enter starts a new line in a message."
        + "\nA message that starts with / needs //.";
  }

  private static String name(OptionSpec option) {
    return "/" + option.longestName().substring(2);
  }
}
