package dev.errand.cli.jobs;

import dev.errand.cli.service.Connection;
import dev.errand.client.Job;
import dev.errand.client.ProblemException;
import dev.errand.client.ProblemType;
import dev.errand.client.Submission;
import dev.errand.client.SubmitOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The idempotency key of a submission that is not over yet, in a file: the same command after a
 * Ctrl-C or a crash is the same job.
 */
final class PendingKey implements Closeable {

  private final PendingFile file;
  private final String value;
  private final boolean old;

  private PendingKey(PendingFile file, String value, boolean old) {
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
    PendingFile file = PendingFile.take(folder, service + "\n" + submission);
    String known = file.content();
    if (!known.isEmpty()) {
      return new PendingKey(file, known, true);
    }
    String key = "errand-cli-" + UUID.randomUUID();
    file.keep(key);
    return new PendingKey(file, key, false);
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
    file.forget();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
