package org.glassllm.text.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;

/**
 * A list of well-known corpora. This class downloads nothing; {@link Download} downloads a corpus
 * of the list.
 */
public final class Catalog {
  private static final String RESOURCE = "catalog.json";

  private Catalog() {}

  /**
   * A published corpus.
   *
   * @param name the name of the corpus in the catalog
   * @param title the author and the title of the work, on one line
   * @param address the URL
   * @param bytes the size in bytes; a rounded size if the checksum is empty
   * @param licence the terms of use
   * @param sha256 the SHA-256 checksum; empty if unknown, and then a download cannot be verified
   */
  public record Entry(
      String name, String title, String address, long bytes, String licence, String sha256) {

    /** Returns the address as a URI. */
    public URI uri() {
      return URI.create(address);
    }

    /** Returns the maximum size of a download in bytes; for a rounded size, 1.5 times that size. */
    public long mostBytes() {
      return hasChecksum() ? bytes : bytes + bytes / 2;
    }

    /** Returns whether the checksum is known, so that a download can be verified. */
    public boolean hasChecksum() {
      return !sha256.isEmpty();
    }
  }

  /** Returns all corpora, in the order of the catalog. */
  public static List<Entry> all() {
    try (InputStream in = Catalog.class.getResourceAsStream(RESOURCE)) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return JsonField.parse(json, RESOURCE).get("corpora").list().stream()
          .map(entry -> entry.record(Entry.class))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the corpus with a name.
   *
   * @throws InputException if no corpus has this name; the message lists all names
   */
  public static Entry find(String name) {
    String names = String.join(", ", all().stream().map(Entry::name).toList());
    return all().stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "no corpus named \"%s\" in the catalog; choose one of %s", name, names));
  }
}
