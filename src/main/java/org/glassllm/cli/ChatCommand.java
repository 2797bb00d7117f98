package org.glassllm.cli;

import java.nio.file.Path;
import java.util.List;
import org.glassllm.generate.Conversation;
import org.glassllm.run.TrainedModel;
import org.jline.reader.History;
import org.jline.reader.impl.history.DefaultHistory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@code glass chat}. */
@Command(
    name = "chat",
    description =
        "Chat with a trained model. In a pipe, each line of standard input is a message."
            + " Lines that start with / are commands; /help lists them.")
final class ChatCommand extends Subcommand {
  @Mixin private RunOption run;
  @Mixin private ChatSettings settings;

  @Option(
      names = "--no-history",
      description = "Neither read nor write the history of messages in the user's state folder.")
  private boolean noHistory;

  @Mixin private MachineOptions machine;

  @Override
  public void run() {
    settings.message(""); // refuses illegal values before a model is loaded
    try (TrainedModel model = TrainedModel.open(run.folder(), machine.device());
        Conversation conversation = model.conversation();
        ChatInput input = input()) {
      note(
          "%s (newest %,d tokens); see /help.",
          conversation.template().description(), model.model().context());
      new ChatSession(this, input, conversation, settings).run();
    }
  }

  private ChatInput input() {
    if (!Terminal.isThere()) {
      return new PipedInput(System.in);
    }
    List<String> commands = ChatSession.commands(settings);
    return LineEditor.open(history(), commands);
  }

  private History history() {
    if (noHistory) {
      return new DefaultHistory();
    }
    Path home = Path.of(System.getProperty("user.home"));
    return new HistoryFile(
        HistoryFile.location(System.getenv(), home), warning -> note("%s", warning));
  }
}
