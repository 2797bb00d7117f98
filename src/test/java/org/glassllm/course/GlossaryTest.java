package org.glassllm.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The glossary defines each term once, in one short line. */
class GlossaryTest {
  private static final Path GLOSSARY = Path.of("lessons/glossary.md");
  private static final int MOST_WORDS = 25;

  /** Returns the cells of each row: term, symbol, definition. */
  private static List<String[]> rows() throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(GLOSSARY)) {
      if (line.startsWith("| ") && !line.startsWith("| term |")) {
        String[] cells = line.replace("\\|", "/").split("\\|", -1);
        assertEquals(5, cells.length, line);
        rows.add(new String[] {cells[1].strip(), cells[2].strip(), cells[3].strip()});
      }
    }
    return rows;
  }

  @Test
  void eachTermIsDefinedOnce() throws IOException {
    Set<String> terms = new HashSet<>();
    for (String[] row : rows()) {
      assertTrue(!row[0].isEmpty() && terms.add(row[0].toLowerCase(Locale.ROOT)), row[0]);
    }
    assertTrue(terms.size() >= 90, terms.size() + " terms");
    assertTrue(terms.containsAll(Set.of("token", "logits", "kv cache", "perplexity", "shard")));
  }

  @Test
  void eachDefinitionHasAtMost25Words() throws IOException {
    for (String[] row : rows()) {
      int words = row[2].isEmpty() ? 0 : row[2].split("\\s+").length;
      assertTrue(words >= 3 && words <= MOST_WORDS, row[0] + ": " + words + " words");
      assertTrue(row[2].endsWith("."), row[0]);
    }
  }

  @Test
  void theCoursesPageLinksToTheGlossary() throws IOException {
    assertTrue(Files.readString(Path.of("lessons/README.md")).contains("](glossary.md)"));
  }
}
