package dev.errand.cli.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.cli.service.Connection;
import dev.errand.cli.settings.PrivateFiles;
import dev.errand.client.Job;
import dev.errand.client.ProblemException;
import dev.errand.client.ProblemType;
import dev.errand.client.Submission;
import dev.errand.client.SubmitOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The idempotency key of a submission that is not over yet, in a file: the same command after a
 * Ctrl-C or a crash finds it, and is the same job. A command that runs at the same time has another
 * one.
 */
final class PendingKey implements Closeable {

  private final Path path;
  private final FileChannel file;
  private final String value;
  private final boolean old;

  private PendingKey(Path path, FileChannel file, String value, boolean old) {
    this.path = path;
    this.file = file;
    this.value = value;
    this.old = old;
  }

  /**
   * The key of an interrupted command, or a new one.
   *
   * @param folder of the files
   * @param submission what is sent
   */
  static PendingKey take(Path folder, URI service, String submission) throws IOException {
    PrivateFiles.folder(folder);
    UUID name = UUID.nameUUIDFromBytes((service + "\n" + submission).getBytes(UTF_8));
    for (int i = 0; ; i++) {
      Path path = folder.resolve(name + "." + i);
      FileChannel file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      // The lock ends with the process, in whatever way that ends.
      if (file.tryLock() != null) {
        return in(path, file);
      }
      file.close();
    }
  }

  private static PendingKey in(Path path, FileChannel file) throws IOException {
    String known = new String(Channels.newInputStream(file).readAllBytes(), UTF_8);
    if (!known.isEmpty()) {
      return new PendingKey(path, file, known, true);
    }
    String key = "errand-cli-" + UUID.randomUUID();
    file.write(ByteBuffer.wrap(key.getBytes(UTF_8)), 0);
    file.force(true);
    return new PendingKey(path, file, key, false);
  }

  /** Submits a job under the key. */
  Job submit(Connection errand, Submission job) throws IOException {
    try {
      SubmitOptions once = SubmitOptions.idempotent(value);
      return errand.ask(client -> client.submit(job, once)).job();
    } catch (ProblemException e) {
      // The interrupted command's job is gone; the same command from now on is another one.
      if (e.type() == ProblemType.JOB_DELETED) {
        forget();
      }
      throw e;
    }
  }

  /** Whether an interrupted command has sent it before. */
  boolean isOld() {
    return old;
  }

  /** The job is known or has ended: the same command from now on is another job. */
  void forget() throws IOException {
    // Emptied first: another command may have opened it already.
    file.truncate(0);
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
