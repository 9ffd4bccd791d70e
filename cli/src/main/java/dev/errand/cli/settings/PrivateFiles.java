package dev.errand.cli.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Files and folders that only their owner may read. */
public final class PrivateFiles {

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFiles() {}

  /** Creates a folder, unless it is there. */
  public static Path folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      if (knowsOwners()) {
        Files.setPosixFilePermissions(folder, OWNER);
      }
    }
    return folder;
  }

  /** Replaces a file: whoever reads it, also after a crash, finds the old or the new content. */
  public static void write(Path file, String content) throws IOException {
    Path folder = folder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    // A new temporary file belongs to its owner alone.
    Path written = Files.createTempFile(folder, "." + file.getFileName(), ".tmp");
    try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = UTF_8.encode(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whether others may read a file. */
  static boolean isOpenToOthers(Path file) throws IOException {
    return knowsOwners() && !OWNER.containsAll(Files.getPosixFilePermissions(file));
  }

  private static boolean knowsOwners() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
