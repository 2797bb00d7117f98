package org.glassllm.text;

import com.google.common.io.ByteSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * A corpus of documents in a fixed order. The documents are read as streams, any number of times.
 *
 * <p>A text file is one document, a folder has one document per file, and a {@code .jsonl} file has
 * one document per line. Texts are not changed; line ends and byte-order marks remain.
 */
public final class Corpus {
  /** The text between two documents in {@link #joined()}. */
  public static final String SEPARATOR = "\n\n";

  private static final ByteSource BETWEEN =
      ByteSource.wrap(SEPARATOR.getBytes(StandardCharsets.UTF_8));

  private final String name;
  private final Supplier<Stream<Document>> documents;
  private final long size;
  private final long length; // -1 if not counted yet
  private Summary summary;

  /**
   * The size and the checksum of the {@linkplain #joined() joined} text.
   *
   * @param characters the number of {@code char}s, including separators
   * @param bytes the number of UTF-8 bytes, including separators
   * @param sha256 the SHA-256 checksum of the UTF-8 bytes
   */
  public record Summary(long characters, long bytes, String sha256) {}

  private Corpus(String name, Supplier<Stream<Document>> documents, long size, long length) {
    this.name = name;
    this.documents = documents;
    this.size = size;
    this.length = length;
  }

  /**
   * Returns a corpus of documents. Reads each document once, to count the characters and to check
   * that the text is UTF-8.
   */
  private static Corpus counted(String name, Supplier<Stream<Document>> documents) {
    LongSummaryStatistics lengths;
    try (Stream<Document> all = documents.get()) {
      lengths = all.mapToLong(Document::length).summaryStatistics();
    }
    if (lengths.getSum() == 0) {
      throw new InputException(
          "no text in %s; give a UTF-8 text file, a folder of text files, or a .jsonl file", name);
    }
    return new Corpus(name, documents, lengths.getCount(), lengths.getSum());
  }

  /** Returns a corpus of the given documents; at least one document must not be empty. */
  public static Corpus of(String name, List<Document> documents) {
    return counted(name, List.copyOf(documents)::stream);
  }

  /**
   * Returns the corpus of a text file, of a {@code .jsonl} file, or of a folder with its
   * subfolders. Every byte is read and checked once; no text is held in memory.
   *
   * <p>In a folder, symbolic links are followed; hidden files, hidden folders and empty files are
   * skipped. Every other file must be UTF-8, because a silently incomplete corpus would mislead.
   *
   * @throws InputException if the path contains no text, a file cannot be read, or a file is not
   *     UTF-8; the message gives the file and the offset
   */
  public static Corpus read(Path path) {
    String name = path.toString();
    if (name.isEmpty()) {
      throw new InputException(
          "the path of the text is empty; give a path, for example \".\" for the current folder");
    }
    if (Files.isDirectory(path)) {
      return of(name, files(path).stream().map(Document::of).toList());
    }
    requireFile(path);
    Document whole = Document.of(path);
    if (!name.endsWith(JsonLines.SUFFIX)) {
      return of(name, List.of(whole));
    }
    whole.length(); // checks that the file is UTF-8
    return counted(name, () -> JsonLines.documents(path));
  }

  /**
   * Returns the name of the corpus for messages: the path of a file or a folder, or another name.
   */
  public String name() {
    return name;
  }

  /** Returns the number of documents. */
  public long size() {
    return size;
  }

  /** Returns the number of {@code char}s of all documents, without separators. */
  public long length() {
    return length < 0 ? summary().characters() - SEPARATOR.length() * (size - 1) : length;
  }

  /**
   * Returns the size and the checksum of the joined text; the first call reads the complete corpus.
   */
  public synchronized Summary summary() {
    if (summary == null) {
      MessageDigest digest = Hash.digest();
      long[] length = new long[1];
      Document.Blocks adding =
          block -> {
            length[0] += block.length();
            digest.update(StandardCharsets.UTF_8.encode(block));
          };
      long bytes = joined().decode(Long.MAX_VALUE, adding);
      summary = new Summary(length[0], bytes, HexFormat.of().formatHex(digest.digest()));
    }
    return summary;
  }

  /** Returns the documents as a stream, which the caller must close. */
  public Stream<Document> documents() {
    return documents.get();
  }

  /** Returns the documents {@code [from, to)} as a corpus. */
  Corpus range(long from, long to) {
    return new Corpus(name, () -> documents().skip(from).limit(to - from), to - from, -1);
  }

  /**
   * Returns two corpora: the first {@code characters} of a single document, and the rest of this
   * document. A surrogate pair is never divided; the pair goes to the rest.
   */
  List<Corpus> cutAt(long characters) {
    try (Stream<Document> all = documents()) {
      Document whole = all.findFirst().orElseThrow();
      long[] kept = new long[1];
      long bytes = whole.decode(characters, block -> kept[0] += block.length());
      Document head = whole.slice(0, bytes), tail = whole.slice(bytes, Long.MAX_VALUE);
      return List.of(
          new Corpus(name, () -> Stream.of(head), 1, kept[0]),
          new Corpus(name, () -> Stream.of(tail), 1, length() - kept[0]));
    }
  }

  /**
   * Returns one document that contains all documents, with {@link #SEPARATOR} between two
   * documents.
   */
  public Document joined() {
    ByteSource content =
        new ByteSource() {
          @Override
          public InputStream openStream() throws IOException {
            Stream<Document> all = documents();
            Stream<ByteSource> parts =
                all.flatMap(each -> Stream.of(BETWEEN, each.content())).skip(1);
            return new FilterInputStream(ByteSource.concat(parts::iterator).openStream()) {
              @Override
              public void close() throws IOException {
                super.close();
                all.close();
              }
            };
          }
        };
    return new Document(name, content);
  }

  /**
   * Returns the joined text of all documents, held in memory, with {@link #SEPARATOR} between two
   * documents.
   */
  public String text() {
    return joined().text();
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    SimpleFileVisitor<Path> visitor =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return dir.equals(folder) || !isHidden(dir)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file)) {
              requireFile(file);
              if (attributes.size() > 0) {
                files.add(file);
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) {
            if (isHidden(path)) {
              return FileVisitResult.CONTINUE;
            }
            throw e instanceof FileSystemLoopException
                ? cannotRead(
                    path,
                    "this symbolic link leads to a folder that contains the link",
                    "remove the link")
                : SafeFiles.cannot("read", path, e);
          }
        };
    try {
      Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
    } catch (IOException e) {
      throw SafeFiles.cannot("read", folder, e);
    }
    // Sorted by name, because the order of paths depends on the operating system.
    files.sort(Comparator.comparing(f -> folder.relativize(f).toString().replace('\\', '/')));
    return files;
  }

  /**
   * Throws for pipes and devices, whose content may never end, and for symbolic links without a
   * target.
   */
  private static void requireFile(Path path) {
    SafeFiles.requireRegular(path);
    if (!Files.exists(path) && Files.isSymbolicLink(path)) {
      throw cannotRead(path, "the target of this symbolic link is missing", "remove the link");
    }
  }

  private static InputException cannotRead(Path path, String reason, String remedy) {
    return new InputException("cannot read %s: %s; %s", path, reason, remedy);
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }
}
