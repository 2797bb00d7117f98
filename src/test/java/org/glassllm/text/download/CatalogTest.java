package org.glassllm.text.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;

class CatalogTest {
  @Test
  void everyEntryIsComplete() {
    Set<String> names = new HashSet<>();
    for (Catalog.Entry entry : Catalog.all()) {
      assertTrue(names.add(entry.name()), "duplicate: " + entry.name());
      assertTrue(entry.name().matches("[a-z0-9-]+"), entry.name());
      assertEquals("https", entry.uri().getScheme());
      assertTrue(entry.bytes() > 0);
      assertFalse(entry.title().isBlank());
      assertFalse(entry.licence().isBlank());
      assertTrue(entry.sha256().matches("([0-9a-f]{64})?"), entry.sha256());
    }
    assertTrue(names.size() >= 8);
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertEquals(1_115_394, Catalog.find("tinyshakespeare").bytes());
    String message =
        assertThrows(InputException.class, () -> Catalog.find("shakespear")).getMessage();
    assertTrue(message.contains("\"shakespear\"") && message.contains("tinyshakespeare"), message);
  }
}
