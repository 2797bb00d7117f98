package org.glassllm.base;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no POSIX permissions")
class OwnFolderTest {
  @TempDir Path folder;
  private Path code;

  @BeforeEach
  void code() throws IOException {
    code = Files.createDirectories(folder.resolve("above/code"));
    Files.createFile(code.resolve("lib.so"));
  }

  private void refused(String expected) {
    String message =
        assertThrows(InputException.class, () -> OwnFolder.require(code, "move it")).getMessage();
    assertTrue(message.contains(expected) && message.endsWith("move it"), message);
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void anOwnFolderIsAccepted() {
    OwnFolder.require(code, "");
  }

  @Test
  void whatOthersMayWriteIsRefused() throws IOException {
    for (Path path : new Path[] {code, code.resolve("lib.so"), folder.resolve("above")}) {
      permit(path, "rwxrwxrwx");
      refused("can be changed by other users");
      permit(path, "rwxr-xr-x");
    }
    OwnFolder.require(code, "");
  }

  @Test
  void aFolderOfAnotherUserIsRefused() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give a file away");
    Files.setAttribute(code, "unix:uid", 12345);
    refused("belongs to another user");
  }
}
