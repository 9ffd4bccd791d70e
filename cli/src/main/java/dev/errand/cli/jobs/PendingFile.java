package dev.errand.cli.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.cli.settings.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that remembers what a command sends until that is over: the same command after a Ctrl-C or
 * a crash finds it. A command that runs at the same time has another one.
 */
final class PendingFile implements Closeable {

  private final Path path;
  private final FileChannel file;

  private PendingFile(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  /**
   * The file of an interrupted command, or an empty one.
   *
   * @param command what makes it the same
   */
  static PendingFile take(Path folder, String command) throws IOException {
    PrivateFiles.folder(folder);
    UUID name = UUID.nameUUIDFromBytes(command.getBytes(UTF_8));
    for (int i = 0; ; i++) {
      Path path = folder.resolve(name + "." + i);
      FileChannel file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      // The lock ends with the process, in whatever way that ends.
      if (file.tryLock() != null) {
        return new PendingFile(path, file);
      }
      file.close();
    }
  }

  /** What was kept; empty if there is nothing. */
  String content() throws IOException {
    file.position(0);
    return new String(Channels.newInputStream(file).readAllBytes(), UTF_8);
  }

  /** Remembers this, also after a crash. */
  void keep(String content) throws IOException {
    file.truncate(0);
    file.write(UTF_8.encode(content), 0);
    file.force(true);
  }

  /** It is over: the same command from now on is another one. */
  void forget() throws IOException {
    // Emptied first: another command may have opened it already.
    file.truncate(0);
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    if (file.size() == 0) {
      Files.deleteIfExists(path);
    }
    file.close();
  }
}
