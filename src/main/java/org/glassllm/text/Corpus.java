package org.glassllm.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * Documents in a fixed order, read as streams any number of times.
 *
 * <p>A text file is one document, a folder has one document per file, and a {@code .jsonl} file has
 * one per line. Texts are not changed: line ends and byte-order marks stay.
 */
public final class Corpus {
  /** Stands between two documents in {@link #joined()}. */
  public static final String SEPARATOR = "\n\n";

  private static final byte[] BETWEEN = SEPARATOR.getBytes(StandardCharsets.UTF_8);

  private final String name;
  private final Supplier<Stream<Document>> documents;
  private final long size;
  private final long length; // -1 if not counted
  private Summary summary;

  /**
   * Facts about the {@linkplain #joined() joined} text.
   *
   * @param characters number of {@code char}s, separators included
   * @param bytes number of UTF-8 bytes, separators included
   * @param sha256 checksum of these bytes
   */
  public record Summary(long characters, long bytes, String sha256) {}

  private Corpus(String name, Supplier<Stream<Document>> documents, long size, long length) {
    this.name = name;
    this.documents = documents;
    this.size = size;
    this.length = length;
  }

  /** Reads all documents once: counts them and checks that they are UTF-8. */
  private static Corpus counted(String name, Supplier<Stream<Document>> documents) {
    LongSummaryStatistics lengths;
    try (Stream<Document> all = documents.get()) {
      lengths = all.mapToLong(Document::length).summaryStatistics();
    }
    if (lengths.getSum() == 0) {
      throw new InputException(
          "no text in %s; give a UTF-8 text, a folder of them, or a .jsonl file", name);
    }
    return new Corpus(name, documents, lengths.getCount(), lengths.getSum());
  }

  /** Returns a corpus of given documents, not all of them empty. */
  public static Corpus of(String name, List<Document> documents) {
    return counted(name, List.copyOf(documents)::stream);
  }

  /**
   * Opens a text file, a {@code .jsonl} file, or a folder with its subfolders. Every byte is read
   * and checked once; nothing stays in memory.
   *
   * <p>In a folder, hidden files, hidden folders and empty files are skipped. Any other file must
   * be UTF-8: a corpus that silently lacks a part misleads.
   *
   * @throws InputException if there is no text, or a file is not UTF-8 (the message gives the file
   *     and the offset)
   */
  public static Corpus read(Path path) {
    String name = path.toString();
    if (Files.isDirectory(path)) {
      return of(name, files(path).stream().map(Document::of).toList());
    }
    return name.endsWith(JsonLines.SUFFIX)
        ? counted(name, () -> JsonLines.documents(path))
        : of(name, List.of(Document.of(path)));
  }

  /** Returns the file, the folder, or another name for messages. */
  public String name() {
    return name;
  }

  /** Returns the number of documents. */
  public long size() {
    return size;
  }

  /** Returns the number of {@code char}s of all documents, without separators. */
  public long length() {
    return length < 0 ? summary().characters() - BETWEEN.length * (size - 1) : length;
  }

  /** Returns facts about the joined text; the first call reads it. */
  public synchronized Summary summary() {
    if (summary == null) {
      MessageDigest digest = Hash.digest();
      Document all = new Document(name, () -> new DigestInputStream(joined().open(), digest));
      long[] length = new long[1];
      long bytes = all.decode(Long.MAX_VALUE, block -> length[0] += block.length());
      summary = new Summary(length[0], bytes, HexFormat.of().formatHex(digest.digest()));
    }
    return summary;
  }

  /** Returns the documents; the caller closes the stream. */
  public Stream<Document> documents() {
    return documents.get();
  }

  /** Returns the documents {@code [from, to)} as a corpus. */
  Corpus range(long from, long to) {
    return new Corpus(name, () -> documents().skip(from).limit(to - from), to - from, -1);
  }

  /**
   * Returns the first {@code characters} of a single document, and the rest. A surrogate pair is
   * never divided; it goes to the rest.
   */
  List<Corpus> cutAt(long characters) {
    try (Stream<Document> all = documents()) {
      Document whole = all.findFirst().orElseThrow();
      long[] kept = new long[1];
      long bytes = whole.decode(characters, block -> kept[0] += block.length());
      return List.of(
          new Corpus(name, () -> Stream.of(whole.slice(0, bytes)), 1, kept[0]),
          new Corpus(
              name, () -> Stream.of(whole.slice(bytes, Long.MAX_VALUE)), 1, length() - kept[0]));
    }
  }

  /** Returns all documents as one, with {@link #SEPARATOR} between them. */
  public Document joined() {
    return new Document(name, () -> new Joined(documents()));
  }

  /** Returns the whole text, held in memory, with {@link #SEPARATOR} between documents. */
  public String text() {
    return joined().text();
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              return dir.equals(folder) || !isHidden(dir)
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && attributes.size() > 0 && !isHidden(file)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw SafeFiles.cannot("read", folder, e);
    }
    // By name, since the systems' own order of paths differs.
    files.sort(Comparator.comparing(f -> folder.relativize(f).toString().replace('\\', '/')));
    return files;
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  /** Concatenates documents; each is opened when the one before it has ended. */
  private static final class Joined extends InputStream {
    private final Stream<Document> all;
    private final Iterator<Document> rest;
    private InputStream now;

    Joined(Stream<Document> documents) {
      all = documents;
      rest = documents.iterator();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      while (true) {
        int read = now == null ? -1 : now.read(into, from, length);
        if (read >= 0 || !rest.hasNext()) {
          return read;
        }
        InputStream next = rest.next().open();
        if (now != null) {
          now.close();
          next = new SequenceInputStream(new ByteArrayInputStream(BETWEEN), next);
        }
        now = next;
      }
    }

    @Override
    public void close() throws IOException {
      if (now != null) {
        now.close();
      }
      all.close();
    }
  }
}
