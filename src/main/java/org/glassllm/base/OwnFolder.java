package org.glassllm.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Checks that code comes only from folders that no other user can change. */
public final class OwnFolder {
  private static final int GROUP_MAY_WRITE = 020;
  private static final int OTHERS_MAY_WRITE = 02;
  private static final int STICKY = 01000;

  private OwnFolder() {}

  /**
   * Checks a folder, two levels of its content, and all parent folders. Each file and folder must
   * belong to this user or to root, and only the owner may have write permission. Does nothing on a
   * system without POSIX permissions, such as Windows.
   *
   * @param remedy the end of the message, which states what the user can do
   * @throws InputException if another user can change the folder
   */
  public static void require(Path folder, String remedy) {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    try (Stream<Path> content = Files.walk(folder, 2)) {
      long user = new com.sun.security.auth.module.UnixSystem().getUid();
      for (Path path : content.toList()) {
        require(path, user, remedy);
      }
      Path above = folder.toRealPath().getParent();
      for (; above != null && above.getParent() != null; above = above.getParent()) {
        require(above, user, remedy);
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("read", folder, e);
    } catch (UncheckedIOException e) {
      throw SafeFiles.cannot("read", folder, e.getCause());
    }
  }

  private static void require(Path path, long user, String remedy) throws IOException {
    Map<String, Object> file = Files.readAttributes(path, "unix:uid,mode,owner,group");
    int mode = (int) file.get("mode");
    // many systems give each user a group of the same name
    boolean ownGroup = file.get("group").toString().equals(file.get("owner").toString());
    int forbidden = OTHERS_MAY_WRITE | (ownGroup ? 0 : GROUP_MAY_WRITE);
    boolean open = (mode & forbidden) != 0 && (mode & STICKY) == 0;
    if (open || !List.of(0L, user).contains(((Integer) file.get("uid")).longValue())) {
      throw new InputException(
          "%s %s, so the code in this path is not safe to run; %s",
          path, open ? "can be changed by other users" : "belongs to another user", remedy);
    }
  }
}
