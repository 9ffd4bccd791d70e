package dev.errand.broker.rabbitmq;

import dev.errand.broker.BrokerState;
import dev.errand.telemetry.LogLine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Whether a publisher or source uses the broker, since when it does not, and why. Logs each change
 * once, and once more if the broker stays unused: jobs still run, so nobody would notice otherwise.
 */
final class BrokerUse {

  private static final Logger LOG = Logger.getLogger(BrokerUse.class);

  private final String what;
  private final Duration patience;
  private final AtomicReference<Phase> phase = new AtomicReference<>();

  /** A period in which the broker is used, or is not. */
  private record Phase(boolean up, long since, Optional<String> trouble, boolean overdue) {}

  /**
   * Starts unused.
   *
   * @param patience how long it may stay unused before that is reported
   */
  BrokerUse(String what, Duration patience) {
    this.what = what;
    this.patience = patience;
    begin(false, Optional.empty());
  }

  boolean isUp() {
    return phase.get().up();
  }

  BrokerState state() {
    Phase now = phase.get();
    return new BrokerState(now.up(), now.up() ? Duration.ZERO : lasting(now), now.trouble());
  }

  synchronized void up() {
    Phase before = phase.get();
    begin(true, Optional.empty());
    if (before.overdue()) {
      LOG.info(connected().with("after", Duration.ofSeconds(lasting(before).toSeconds())));
    } else {
      LOG.info(connected());
    }
  }

  private LogLine connected() {
    return LogLine.event("broker_connected").with("use", what);
  }

  synchronized void down(Throwable cause) {
    String trouble = BrokerTrouble.of(cause);
    Phase before = phase.get();
    if (before.up()) {
      begin(false, Optional.of(trouble));
    } else {
      phase.set(new Phase(false, before.since(), Optional.of(trouble), before.overdue()));
    }
    if (before.up() || before.trouble().isEmpty()) {
      LOG.warn(
          LogLine.event("broker_not_connected")
              .with("use", what)
              .with("error", trouble)
              .next("trying again every second"));
    }
  }

  /** It was closed on purpose. */
  synchronized void closed() {
    phase.set(new Phase(false, System.nanoTime(), Optional.of("closed"), true));
  }

  private void begin(boolean up, Optional<String> trouble) {
    Phase begun = new Phase(up, System.nanoTime(), trouble, false);
    phase.set(begun);
    if (!up) {
      later().execute(() -> overdue(begun.since()));
    }
  }

  private Executor later() {
    return CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void overdue(long since) {
    Phase now = phase.get();
    if (now.up() || now.overdue() || now.since() != since) {
      return;
    }
    phase.set(new Phase(false, since, now.trouble(), true));
    LOG.warn(
        LogLine.event("broker_not_used")
            .with("use", what)
            .with("for", Duration.ofSeconds(lasting(now).toSeconds()))
            .with("error", now.trouble().orElse("not connected yet"))
            .next(
                "jobs still run, but start later: workers look for them every"
                    + " errand.worker.poll-interval"));
  }

  private static Duration lasting(Phase phase) {
    return Duration.ofNanos(System.nanoTime() - phase.since());
  }
}
