package org.glassllm.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.glassllm.batch.Example;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.generate.TemplateChat;
import org.glassllm.text.examples.Dialogue;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.examples.Message;
import org.glassllm.text.examples.Role;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Tokenizer;
import org.junit.jupiter.api.Test;

class RenderingTest {
  private static final Dialogue TALK =
      new Dialogue(
          List.of(
              new Message(Role.USER, "one\ntwo"),
              new Message(Role.ASSISTANT, "three"),
              new Message(Role.USER, "four"),
              new Message(Role.ASSISTANT, "five")));

  private static Rendering rendering(PromptTemplate template) {
    Tokenizer plain = CharTokenizer.train("#: \nabcdefghijklmnopqrstuvwxyzIR");
    return new Rendering(template, plain.withSpecials(template.missing(plain)));
  }

  /** Returns the tokens that the loss counts as text. */
  private static String counted(Rendering rendering, Example example) {
    int[] ids = example.ids();
    int[] kept = new int[ids.length];
    int n = 0;
    for (int i = 0; i < ids.length; i++) {
      if (example.response()[i]) {
        kept[n++] = ids[i];
      }
    }
    return rendering.tokenizer().decode(Arrays.copyOf(kept, n));
  }

  @Test
  void theLossCountsAnswersAndEndTokensOnly() {
    for (PromptTemplate template : PromptTemplate.ALL) {
      Rendering rendering = rendering(template);
      String end = rendering.tokenizer().decode(template.end(rendering.tokenizer()));
      assertEquals("three" + end + "five" + end, counted(rendering, rendering.of(TALK)));
      Instruction one = new Instruction("one", "two", "three");
      assertEquals("three" + end, counted(rendering, rendering.of(one)));
      assertArrayEquals(
          rendering.of(one).ids(), rendering.of(one.dialogue()).ids(), "one format for both");
    }
  }

  @Test
  void chatFeedsTheTokensOfTraining() {
    for (PromptTemplate template : PromptTemplate.ALL) {
      Rendering rendering = rendering(template);
      Tokenizer tokenizer = rendering.tokenizer();
      TemplateChat chat = new TemplateChat(template, tokenizer);
      int[] end = {template.end(tokenizer)};
      int[] fed =
          Ints.concat(
              chat.prompt("one\ntwo", true),
              tokenizer.encode("three"),
              end,
              chat.prompt("four", false),
              tokenizer.encode("five"),
              end);
      assertArrayEquals(fed, rendering.of(TALK).ids());
      int answer = "five".length() + 1;
      assertArrayEquals(Arrays.copyOf(fed, fed.length - answer), rendering.prompt(TALK));
      assertEquals(Set.of(end[0]), chat.stopIds());
    }
  }

  @Test
  void aSystemMessageOpensTheDialogueOnce() {
    List<Message> all = new ArrayList<>(TALK.messages());
    all.add(0, new Message(Role.SYSTEM, "be brief"));
    for (PromptTemplate template : PromptTemplate.ALL) {
      Rendering rendering = rendering(template);
      String text = rendering.tokenizer().decode(rendering.of(new Dialogue(all)).ids());
      assertEquals(text.indexOf("be brief"), text.lastIndexOf("be brief"));
      assertTrue(text.indexOf("be brief") < text.indexOf("one"), text);
    }
  }
}
