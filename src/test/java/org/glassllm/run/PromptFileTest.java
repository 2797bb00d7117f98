package org.glassllm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptFileTest {
  @TempDir Path folder;

  private List<Prompt> read(String name, String content) throws IOException {
    PromptFile file = new PromptFile(Files.writeString(folder.resolve(name), content));
    List<Prompt> all = new ArrayList<>();
    try (PromptFile.Prompts prompts = file.prompts()) {
      for (Optional<Prompt> p = prompts.next(); p.isPresent(); p = prompts.next()) {
        assertEquals(all.size(), p.get().index());
        all.add(p.get());
      }
    }
    assertEquals(all.size(), file.size());
    return all;
  }

  @Test
  void eachLineOfATextIsAPrompt() throws IOException {
    List<Prompt> all = read("p.txt", "one \r\n\n{\"prompt\":\"x\"}\n小红");
    assertEquals(
        List.of("one ", "", "{\"prompt\":\"x\"}", "小红"), all.stream().map(Prompt::text).toList());
  }

  @Test
  void jsonLinesGiveIdSeedAndTokens() throws IOException {
    List<Prompt> all =
        read(
            "p.jsonl",
            """
            {"prompt":"a\\nb","id":"x","seed":-9223372036854775808,"tokens":0}

            {"prompt":"","id":1.50,"seed":null}
            {"id":false,"prompt":"c"}
            """);
    assertEquals(List.of("a\nb", "", "c"), all.stream().map(Prompt::text).toList());
    assertEquals("[\"x\", 1.50, false]", all.stream().map(Prompt::id).toList().toString());
    assertEquals(Long.MIN_VALUE, all.get(0).seed().getAsLong());
    assertEquals(0, all.get(0).tokens().getAsInt());
    assertTrue(all.get(1).seed().isEmpty() && all.get(1).tokens().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt\":\"a\",\"id\":7,\"token\":5} | line 2: token is an unknown name | 7",
        "{\"id\":7} | line 2: prompt is missing | 7",
        "{\"prompt\":5,\"id\":7} | line 2: prompt is 5, must be a string | 7",
        "{\"prompt\":\"a\",\"id\":[7]} | line 2: id is [7], must be a string, a number | null",
        "{\"prompt\":\"a\",\"id\":7,\"tokens\":-1} | line 2: tokens is -1 | 7",
        "{\"prompt\":\"a\",\"id\":7,\"seed\":1.5} | line 2: seed is 1.5 | 7",
        "{\"prompt\":\"\\ud800\",\"id\":7} | line 2: prompt has half of a surrogate pair | 7",
        "{\"prompt\":\"a\" | line 2 is not valid JSON | null",
        "[1] | line 2 is [1], must be an object | null",
      })
  void aWrongLineIsOneError(String line, String message, String id) throws IOException {
    List<Prompt> all =
        read("p.jsonl", "{\"prompt\":\"first\"}\n" + line + "\n{\"prompt\":\"last\"}\n");
    assertEquals(3, all.size());
    assertTrue(all.get(0).error().isEmpty() && all.get(2).error().isEmpty());
    String error = all.get(1).error().orElseThrow();
    assertTrue(error.startsWith(message), error);
    assertEquals(id, all.get(1).id().toString());
  }

  @Test
  void unreadableFilesAreRefused() throws IOException {
    Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'a', '\n', (byte) 0xE9, 'b'});
    Path empty = Files.writeString(folder.resolve("empty.txt"), "");
    for (Path path : List.of(latin, empty, folder, folder.resolve("missing"))) {
      assertThrows(InputException.class, () -> new PromptFile(path), path.toString());
    }
  }

  @Test
  void theIdentityDependsOnEveryByteAndTheFormat() throws IOException {
    String text = "{\"prompt\":\"a\"}\n";
    PromptFile first = new PromptFile(Files.writeString(folder.resolve("a.txt"), text));
    PromptFile same = new PromptFile(Files.writeString(folder.resolve("b.txt"), text));
    PromptFile json = new PromptFile(Files.writeString(folder.resolve("a.jsonl"), text));
    PromptFile more = new PromptFile(Files.writeString(folder.resolve("c.txt"), text + "\n"));
    assertEquals(first.identity(), same.identity());
    assertNotEquals(first.identity(), json.identity());
    assertNotEquals(first.identity(), more.identity());
  }
}
