package dev.errand.local.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory in which a run keeps all of its data; only one run may use it at a time. */
public final class DataDirectory implements AutoCloseable {
  private final Path root;
  private final FileLock lock;

  private DataDirectory(Path root, FileLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /** The lock is released with the process, however it ends. */
  public static DataDirectory open(Path root) {
    try {
      for (String name : new String[] {"logs", "run", "binaries"}) {
        Files.createDirectories(root.resolve(name));
      }
      return new DataDirectory(root, lock(root));
    } catch (IOException e) {
      throw new CannotStart(
          "%s cannot be used for data (%s): choose another directory with --data."
              .formatted(root, e));
    }
  }

  private static FileLock lock(Path root) throws IOException {
    FileChannel file =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = file.tryLock();
    if (lock == null) {
      file.close();
      throw new CannotStart(
          "Another ./errand dev is using %s: stop it, or choose another directory with --data."
              .formatted(root));
    }
    return lock;
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /** Records of the running processes. */
  public Path run() {
    return root.resolve("run");
  }

  /** Unpacked Postgres, kept so that later starts are fast. */
  public Path binaries() {
    return root.resolve("binaries");
  }

  /** The database. */
  public Path postgres() {
    return root.resolve("postgres");
  }

  /** Exists while the database is being created, so that an incomplete one is detected. */
  public Path postgresUnfinished() {
    return root.resolve("postgres.unfinished");
  }

  @Override
  public void close() {
    try {
      lock.acquiredBy().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
