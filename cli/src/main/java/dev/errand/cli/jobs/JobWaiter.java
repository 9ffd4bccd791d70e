package dev.errand.cli.jobs;

import dev.errand.cli.service.Connection;
import dev.errand.cli.service.Pauses;
import dev.errand.client.JobAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Waits for jobs to end, together no longer than a limit. */
final class JobWaiter {

  /** Proxies may close a connection that is silent for a minute. */
  private static final Duration LONGEST = Duration.ofSeconds(50);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Connection errand;
  private final InstantSource clock = InstantSource.system();
  private final Optional<Instant> end;

  JobWaiter(Connection errand, Optional<Duration> atMost) {
    this.errand = errand;
    this.end = atMost.map(time -> clock.instant().plus(time));
  }

  /** The job once it has ended; as it is if the time is over. */
  JobAnswer await(UUID id) {
    while (true) {
      Duration wait = left();
      Instant asked = clock.instant();
      JobAnswer answer = errand.ask(client -> client.poll(id, wait));
      if (answer.job().state().isFinal() || left().isZero()) {
        return answer;
      }
      // The service does not always let a client wait.
      if (clock.instant().isBefore(asked.plus(PAUSE))) {
        Pauses.REAL.pause(PAUSE);
      }
    }
  }

  private Duration left() {
    Duration left = end.map(time -> Duration.between(clock.instant(), time)).orElse(LONGEST);
    // A wait of less than a second is none for the service.
    if (left.compareTo(PAUSE) < 0) {
      return Duration.ZERO;
    }
    return left.compareTo(LONGEST) < 0 ? left : LONGEST;
  }
}
