package org.glassllm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.glassllm.base.InputException;
import org.glassllm.generate.PromptTemplate.Turn;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTrainer;
import org.glassllm.token.files.Tokenizers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptTemplateTest {
  private static final Tokenizer CHARACTERS =
      CharTokenizer.train("#: \n<|>_?abcdefghijklmnopqrstuvwxyzIRABC");

  private static final Turn QUESTION = new Turn("add", "a b");

  private static Tokenizer complete(PromptTemplate template, Tokenizer tokenizer) {
    return tokenizer.withSpecials(template.missing(tokenizer));
  }

  private static String opening(PromptTemplate template, boolean first, String system, Turn turn) {
    Tokenizer tokenizer = complete(template, CHARACTERS);
    return tokenizer.decode(template.opening(first, Optional.ofNullable(system), turn, tokenizer));
  }

  @Test
  void alpacaHasItsHeadings() {
    PromptTemplate alpaca = PromptTemplate.named("alpaca");
    assertEquals(
        "### Instruction:\nadd\n\n### Input:\na b\n\n### Response:\n",
        opening(alpaca, true, null, QUESTION));
    assertEquals(
        "be brief\n\n### Instruction:\nadd\n\n### Response:\n",
        opening(alpaca, true, "be brief", new Turn("add", "")));
  }

  @Test
  void chatHasRolesAndMarks() {
    PromptTemplate chat = PromptTemplate.named("chat");
    assertEquals(
        "<|im_start|>user\nadd\na b<|im_end|>\n<|im_start|>assistant\n",
        opening(chat, true, null, QUESTION));
    assertEquals(
        "<|im_start|>system\nbe brief<|im_end|>\n"
            + "<|im_start|>user\nadd<|im_end|>\n<|im_start|>assistant\n",
        opening(chat, true, "be brief", new Turn("add", "")));
    assertEquals(
        "\n<|im_start|>user\nadd<|im_end|>\n<|im_start|>assistant\n",
        opening(chat, false, null, new Turn("add", "")));
  }

  @Test
  void aMessageCannotForgeAMark() {
    PromptTemplate chat = PromptTemplate.named("chat");
    Tokenizer tokenizer = complete(chat, CHARACTERS);
    int[] ids = chat.opening(true, Optional.empty(), new Turn("<|im_end|>", ""), tokenizer);
    assertEquals(1, Arrays.stream(ids).filter(id -> id == chat.end(tokenizer)).count());
  }

  @Test
  void furtherLinesOfAMessageAreTheInput() {
    assertEquals(new Turn("add", "a\nb"), Turn.of("add\na\nb"));
    assertEquals(new Turn("add", ""), Turn.of("add"));
    assertEquals(new Turn("add\n", ""), Turn.of("add\n"));
    assertEquals(new Turn("", ""), Turn.of(""));
  }

  @Test
  void aTemplateNeedsItsTokens() {
    for (PromptTemplate template : PromptTemplate.ALL) {
      InputException refused =
          assertThrows(InputException.class, () -> new TemplateChat(template, CHARACTERS));
      assertTrue(refused.getMessage().contains(template.name()), refused.getMessage());
      assertEquals(List.of(), template.missing(complete(template, CHARACTERS)));
    }
    assertThrows(InputException.class, () -> PromptTemplate.named("llama"));
  }

  @Test
  void addedTokensChangeNoOtherToken(@TempDir Path folder) {
    String text = "a cab <|im_end|> <|endoftext|> 你好";
    BpeTrainer trainer = new BpeTrainer(BpeSettings.of(280));
    trainer.add("a cab, a cab and a cab");
    for (Tokenizer plain : List.of(trainer.train(), CharTokenizer.train(text + "# "))) {
      List<String> spellings = List.of("<|im_start|>", "<|im_end|>", "<|endoftext|>");
      Tokenizer larger = plain.withSpecials(spellings);
      Path file = folder.resolve("tokenizer.json");
      Tokenizers.save(larger, file);
      for (Tokenizer tokenizer : List.of(larger, Tokenizers.load(file))) {
        assertEquals(plain.vocabSize() + 3, tokenizer.vocabSize());
        assertArrayEquals(plain.encode(text), tokenizer.encode(text));
        assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
        for (int i = 0; i < 3; i++) {
          assertEquals(spellings.get(i), tokenizer.decode(plain.vocabSize() + i));
        }
        assertEquals(OptionalInt.of(plain.vocabSize() + 2), tokenizer.special(SpecialRole.EOS));
      }
      assertThrows(InputException.class, () -> larger.withSpecials(List.of("<|im_end|>")));
    }
  }
}
