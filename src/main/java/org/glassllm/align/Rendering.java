package org.glassllm.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.glassllm.batch.Example;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.text.examples.Dialogue;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.examples.Message;
import org.glassllm.text.examples.Role;
import org.glassllm.token.Tokenizer;

/**
 * Renders instructions and dialogues as token ids. The response mask covers each answer and its end
 * token.
 *
 * @param template the format
 * @param tokenizer a tokenizer with all special tokens of the template
 */
public record Rendering(PromptTemplate template, Tokenizer tokenizer) {
  /** Checks that the tokenizer has the special tokens of the template. */
  public Rendering {
    template.requireSpecials(tokenizer);
  }

  /** Returns an example with all its answers. */
  public Example of(org.glassllm.text.examples.Example example) {
    return all(example).stream().reduce(Example::then).orElseThrow();
  }

  /** Returns both answers of a preference, each after the prompt; the mask has the answers only. */
  public Preference of(org.glassllm.text.examples.Preference preference) {
    return new Preference(
        answer(preference, preference.chosen()), answer(preference, preference.rejected()));
  }

  private Example answer(org.glassllm.text.examples.Preference preference, String answer) {
    List<Message> messages = new ArrayList<>(preference.prompt());
    messages.add(new Message(Role.ASSISTANT, answer));
    Dialogue dialogue = new Dialogue(messages);
    int[] prompt = prompt(dialogue), ids = of(dialogue).ids();
    return Example.of(prompt, Arrays.copyOfRange(ids, prompt.length, ids.length));
  }

  /** Returns the ids before the last answer, which a model must continue. */
  public int[] prompt(org.glassllm.text.examples.Example example) {
    List<Example> turns = all(example);
    Example whole = turns.stream().reduce(Example::then).orElseThrow();
    Example last = turns.get(turns.size() - 1);
    int answer = 0;
    while (last.response()[last.length() - 1 - answer]) {
      answer++;
    }
    return Arrays.copyOf(whole.ids(), whole.length() - answer);
  }

  /** Returns one text per turn. */
  private List<Example> all(org.glassllm.text.examples.Example example) {
    if (example instanceof Instruction i) {
      PromptTemplate.Turn turn = new PromptTemplate.Turn(i.instruction(), i.input());
      return List.of(turn(true, Optional.empty(), turn, i.output()));
    }
    return turns((Dialogue) example);
  }

  private List<Example> turns(Dialogue dialogue) {
    List<Message> messages = dialogue.messages();
    List<Example> turns = new ArrayList<>();
    boolean hasSystem = messages.get(0).role() == Role.SYSTEM;
    Optional<String> system = hasSystem ? Optional.of(messages.get(0).content()) : Optional.empty();
    for (int i = hasSystem ? 1 : 0; i < messages.size(); i += 2) {
      PromptTemplate.Turn turn = PromptTemplate.Turn.of(messages.get(i).content());
      boolean first = turns.isEmpty();
      String answer = messages.get(i + 1).content();
      turns.add(turn(first, first ? system : Optional.empty(), turn, answer));
    }
    return turns;
  }

  private Example turn(
      boolean first, Optional<String> system, PromptTemplate.Turn turn, String answer) {
    int[] response = tokenizer.encode(answer);
    int[] ended = Arrays.copyOf(response, response.length + 1);
    ended[response.length] = template.end(tokenizer);
    return Example.of(template.opening(first, system, turn, tokenizer), ended);
  }
}
