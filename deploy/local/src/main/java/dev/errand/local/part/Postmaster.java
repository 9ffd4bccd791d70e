package dev.errand.local.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The main process of a Postgres, as its {@code postmaster.pid} names it. */
public record Postmaster(ProcessHandle process) {
  private static final Duration TIME_TO_STOP = Duration.ofSeconds(30);
  private static final Duration TIME_TO_QUIT = Duration.ofSeconds(5);

  /** Empty if none is running with this data. */
  public static Optional<Postmaster> of(Path dataDirectory) {
    Path file = dataDirectory.resolve("postmaster.pid");
    try {
      return of(file, Files.readAllLines(file));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Line 1 is the process, line 3 its start in seconds.
  private static Optional<Postmaster> of(Path file, List<String> lines) throws IOException {
    if (lines.size() < 3) {
      return Optional.empty();
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    long start = 1_000 * Long.parseLong(lines.get(2).strip());
    if (process.isPresent() && !RunRecord.startedAt(process.get(), start)) {
      // Another process has this number now; Postgres would mistake it for the old server and not
      // start.
      Files.delete(file);
      return Optional.empty();
    }
    return process.map(Postmaster::new);
  }

  /** Ends all sessions, writes everything to disk and stops. */
  void askToStop() {
    Processes.signal(process, "INT");
  }

  void awaitStop() {
    if (!Processes.gone(process, TIME_TO_STOP)) {
      kill();
    }
  }

  /** Stops immediately; the next start recovers from the log. */
  public void kill() {
    Processes.signal(process, "QUIT"); // a plain kill would leave its sessions' processes behind
    if (!Processes.gone(process, TIME_TO_QUIT)) {
      process.destroyForcibly();
    }
  }
}
