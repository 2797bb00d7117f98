package org.glassllm.text.examples;

import java.util.ArrayList;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;

/**
 * Converts rows to examples. The fields of a row determine its layout: Alpaca has {@code
 * instruction}, ChatML has {@code messages}, ShareGPT has {@code conversations}. Other fields are
 * ignored.
 */
final class ExampleRows {
  private ExampleRows() {}

  /** Returns the example of a row. */
  static Example example(JsonField row) {
    if (row.object().has("messages")) {
      return new Dialogue(withSystem(row, messages(row.get("messages"), "role", "content")));
    } else if (row.object().has("conversations")) {
      return new Dialogue(withSystem(row, messages(row.get("conversations"), "from", "value")));
    } else if (row.object().has("instruction")) {
      return instruction(row);
    }
    throw new InputException(
        "%s has none of the fields instruction, messages and conversations; add one, or remove the"
            + " row",
        row.place());
  }

  /**
   * Returns the preference of a row, in the layouts of TRL. The prompt and the answers are texts or
   * lists of messages. If both answers start with the prompt, the prompt may be absent.
   */
  static Preference preference(JsonField row) {
    JsonField prompt = row.get("prompt"),
        chosen = row.get("chosen"),
        rejected = row.get("rejected");
    List<Message> good = answer(chosen), bad = answer(rejected);
    int common = 0;
    while (common < Math.min(good.size(), bad.size()) - 1
        && good.get(common).equals(bad.get(common))) {
      common++;
    }
    List<Message> start = good.subList(0, common);
    List<Message> asked = prompt.isAbsent() ? start : prompt(prompt);
    if (common > 0 && !asked.equals(start) && !asked.equals(start.subList(common - 1, common))) {
      throw prompt.wrong("the common start of chosen and rejected");
    }
    return new Preference(
        withSystem(row, common > 0 ? start : asked),
        only(good.subList(common, good.size()), chosen),
        only(bad.subList(common, bad.size()), rejected));
  }

  private static List<Message> prompt(JsonField field) {
    return field.isString()
        ? List.of(new Message(Role.USER, text(field)))
        : messages(field, "role", "content");
  }

  private static List<Message> answer(JsonField field) {
    return field.isString()
        ? List.of(new Message(Role.ASSISTANT, text(field)))
        : messages(field, "role", "content");
  }

  private static String only(List<Message> answer, JsonField field) {
    if (answer.size() == 1 && answer.get(0).role() == Role.ASSISTANT) {
      return answer.get(0).content();
    }
    throw field.wrong("a text, or messages that end with one answer after the common prompt");
  }

  private static Example instruction(JsonField row) {
    String asked = text(row.get("instruction"));
    String input = row.get("input").isAbsent() ? "" : text(row.get("input"));
    Instruction last = new Instruction(asked, input, text(row.get("output")));
    List<Message> messages = new ArrayList<>();
    if (!row.get("history").isAbsent()) {
      for (JsonField turn : row.get("history").list()) {
        List<JsonField> pair = turn.list();
        if (pair.size() != 2) {
          throw turn.wrong("a list of a question and its answer");
        }
        messages.add(new Message(Role.USER, text(pair.get(0))));
        messages.add(new Message(Role.ASSISTANT, text(pair.get(1))));
      }
    }
    messages.addAll(last.dialogue().messages());
    List<Message> all = withSystem(row, messages);
    return all.size() == 2 ? last : new Dialogue(all);
  }

  /** Returns messages with the text of the field {@code system} before them, if it has text. */
  private static List<Message> withSystem(JsonField row, List<Message> messages) {
    JsonField system = row.get("system");
    if (system.isAbsent() || text(system).isBlank()) {
      return messages;
    }
    List<Message> all = new ArrayList<>(messages);
    all.add(0, new Message(Role.SYSTEM, text(system)));
    return all;
  }

  private static List<Message> messages(JsonField list, String role, String content) {
    List<Message> messages = new ArrayList<>();
    for (JsonField message : list.list()) {
      JsonField author = message.get(role);
      Role known =
          Role.named(author.string())
              .orElseThrow(() -> author.wrong("one of " + Role.NAMES.keySet()));
      String written = text(message.get(content));
      messages.add(message.checked(() -> new Message(known, written)));
    }
    return messages;
  }

  /** Returns a string that UTF-8 can encode. */
  private static String text(JsonField field) {
    String text = field.string();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new InputException(
            "%s has half of a surrogate pair, which UTF-8 cannot encode; remove it", field.place());
      }
    }
    return text;
  }
}
