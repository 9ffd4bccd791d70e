package dev.errand.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.errand.cli.settings.PrivateFiles;
import dev.errand.cli.settings.WrongUsageException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Remembers the batch of one input at one service in a file, so that the same command goes on where
 * an earlier one was killed. Locked while it is open.
 */
final class BatchMemory implements Closeable {

  private static final JsonMapper JSON = JsonMapper.builder().addModule(new Jdk8Module()).build();

  private final Path file;
  private final FileChannel lock;
  private BatchState state;

  private BatchMemory(Path file, FileChannel lock, BatchState state) {
    this.file = file;
    this.lock = lock;
    this.state = state;
  }

  /**
   * Opens the file.
   *
   * @param hash of the input
   * @throws WrongUsageException if another command has it open
   */
  static BatchMemory open(Path folder, URI service, String hash) throws IOException {
    String name = hash + "-" + UUID.nameUUIDFromBytes(service.toString().getBytes(UTF_8));
    FileChannel lock =
        FileChannel.open(
            folder.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      // Held until the channel is closed, or the process ends in whatever way.
      if (lock.tryLock() == null) {
        throw new WrongUsageException("the same command is running already");
      }
      Path file = folder.resolve(name + ".json");
      return new BatchMemory(file, lock, read(file));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static BatchState read(Path file) throws IOException {
    return Files.exists(file)
        ? JSON.readValue(Files.readString(file), BatchState.class)
        : BatchState.NEW;
  }

  BatchState state() {
    return state;
  }

  /** Remembers this, also after a crash. */
  void keep(BatchState now) throws IOException {
    state = now;
    PrivateFiles.write(file, JSON.writeValueAsString(now));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
