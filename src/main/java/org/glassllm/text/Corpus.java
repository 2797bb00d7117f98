package org.glassllm.text;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * The texts to learn from: one file is one document, a folder has a document for each of its files.
 *
 * <p>Texts keep their line ends and byte-order marks.
 *
 * @param source the file or folder
 * @param folder whether it is a folder, which is split by document and not by character
 * @param documents at least one, none of them empty, sorted by name
 */
public record Corpus(Path source, boolean folder, List<Document> documents) {
  /** What stands between two documents in {@link #text()}. */
  public static final String SEPARATOR = "\n\n";

  /** Copies the list. */
  public Corpus {
    documents = List.copyOf(documents);
    if (documents.isEmpty()) {
      throw new InputException("no text in " + source + "; give a UTF-8 text or a folder of them");
    }
  }

  /**
   * Reads a file, or all files of a folder and its subfolders.
   *
   * <p>In a folder, hidden files and folders and empty files are passed over; any other file that
   * is not UTF-8 is an error, for a corpus that silently lacks a part misleads.
   *
   * @throws InputException if there is nothing to read, or a file is not UTF-8 (the message says
   *     which and at which byte)
   */
  public static Corpus read(Path path) {
    if (!Files.isDirectory(path)) {
      String text = TextFile.read(path);
      if (text.isEmpty()) {
        throw new InputException("the file " + path + " is empty; give a UTF-8 text");
      }
      return new Corpus(path, false, List.of(new Document(path.getFileName().toString(), text)));
    }
    List<Document> documents = new ArrayList<>();
    for (Path file : files(path)) {
      String text = TextFile.read(file);
      if (!text.isEmpty()) {
        documents.add(new Document(path.relativize(file).toString().replace('\\', '/'), text));
      }
    }
    return new Corpus(path, true, documents);
  }

  /** All documents as one text, with {@link #SEPARATOR} between them. */
  public String text() {
    return documents.size() == 1
        ? documents.get(0).text()
        : documents.stream().map(Document::text).collect(Collectors.joining(SEPARATOR));
  }

  /** How many {@code char}s the documents have, without separators. */
  public long length() {
    return documents.stream().mapToLong(d -> d.text().length()).sum();
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
              if (attributes.isRegularFile() && !isHidden(file)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw SafeFiles.cannot("read", folder, e);
    }
    // By name and not by the system's order of paths, which differs between systems.
    files.sort(
        java.util.Comparator.comparing(f -> folder.relativize(f).toString().replace('\\', '/')));
    return files;
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }
}
