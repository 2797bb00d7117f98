package org.glassllm.text;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;

/** Well-known corpora by name. Knowing them downloads nothing; {@link Download} does. */
public final class Catalog {
  private static final String RESOURCE = "catalog.json";

  private Catalog() {}

  /**
   * A corpus that others made.
   *
   * @param name what {@code glass data fetch} calls it
   * @param title one line: who wrote what
   * @param address where it is
   * @param bytes its size, rounded where the checksum is empty
   * @param licence under which terms
   * @param sha256 its checksum; empty where we know none, and then a download cannot be checked
   */
  public record Entry(
      String name, String title, String address, long bytes, String licence, String sha256) {

    /** The address as a URI. */
    public URI uri() {
      return URI.create(address);
    }

    /** Whether a download can be checked. */
    public boolean hasChecksum() {
      return !sha256.isEmpty();
    }
  }

  /** All corpora, in the catalog's order. */
  public static List<Entry> all() {
    List<Entry> entries = new ArrayList<>();
    for (JsonElement e : Json.parseObject(resource(), RESOURCE).getAsJsonArray("corpora")) {
      entries.add(Json.read(e, Entry.class, RESOURCE));
    }
    return entries;
  }

  /**
   * The corpus of a name.
   *
   * @throws InputException if there is none; the message lists the names
   */
  public static Entry find(String name) {
    List<String> names = new ArrayList<>();
    for (Entry entry : all()) {
      if (entry.name().equals(name)) {
        return entry;
      }
      names.add(entry.name());
    }
    throw new InputException(
        "no corpus named \"" + name + "\" in the catalog; it has " + String.join(", ", names));
  }

  private static String resource() {
    try (InputStream in = Catalog.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks its resource " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
