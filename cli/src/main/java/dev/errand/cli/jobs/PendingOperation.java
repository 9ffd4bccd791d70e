package dev.errand.cli.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.client.NewOperation;
import dev.errand.client.Operation;
import dev.errand.client.ProblemException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * An operation that is not known to be over yet, in a file as it is sent: the same command after a
 * Ctrl-C, a crash or a lost connection is the same operation, although {@code --since 12h} would be
 * another time by then.
 */
final class PendingOperation implements Closeable {

  /** The same words on another day are meant for other jobs. */
  private static final Duration SAME = Duration.ofDays(1);

  private static final JsonMapper JSON = new JsonMapper();

  private final PendingFile file;
  private final InstantSource clock;
  private Optional<Sent> sent;

  private PendingOperation(PendingFile file, InstantSource clock) throws IOException {
    this.file = file;
    this.clock = clock;
    this.sent = read(file.content()).filter(this::isOfToday);
  }

  /**
   * What is sent.
   *
   * @param key for idempotency
   * @param operation as JSON, with times that do not change
   * @param jobs how many are expected
   * @param at when it was first sent
   */
  record Sent(String key, String operation, int jobs, String reason, String at) {}

  /**
   * That of an interrupted command, or a new one.
   *
   * @param command as it was typed
   */
  static PendingOperation take(Path folder, Connection errand, String command, InstantSource clock)
      throws IOException {
    return new PendingOperation(PendingFile.take(folder, errand.account() + "\n" + command), clock);
  }

  /** What an interrupted command has sent. */
  Optional<Sent> sent() {
    return sent;
  }

  /** Decides what is sent; nothing is sent yet. */
  void plan(NewOperation operation, int jobs, String reason) throws IOException {
    String key = "errand-cli-" + UUID.randomUUID();
    Sent plan = new Sent(key, operation.toString(), jobs, reason, clock.instant().toString());
    file.keep(JSON.writeValueAsString(plan));
    sent = Optional.of(plan);
  }

  /** Begins the operation, unless it has begun before. */
  Operation begin(Connection errand) throws IOException {
    Sent plan = sent.orElseThrow();
    NewOperation operation = NewOperation.read(plan.operation());
    try {
      return errand.ask(
          client -> client.operations().create(operation, plan.jobs(), plan.reason(), plan.key()));
    } catch (ProblemException e) {
      if (isRejected(e)) {
        forget();
      }
      throw e;
    }
  }

  /** Whether there is no such operation for sure. */
  private static boolean isRejected(ProblemException e) {
    int code = ExitCode.of(e);
    return code != ExitCode.NOT_REACHABLE && code != ExitCode.NO_ACCESS;
  }

  /** It is over: the same command from now on is another operation. */
  void forget() throws IOException {
    file.forget();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private boolean isOfToday(Sent earlier) {
    return Instant.parse(earlier.at()).plus(SAME).isAfter(clock.instant());
  }

  private static Optional<Sent> read(String content) {
    try {
      return content.isEmpty()
          ? Optional.empty()
          : Optional.of(JSON.readValue(content, Sent.class));
    } catch (JsonProcessingException halfWritten) {
      // Nothing was sent: that comes after the file.
      return Optional.empty();
    }
  }
}
