package dev.errand.worker.consume;

import dev.errand.broker.HintSource;
import dev.errand.telemetry.LogLine;
import dev.errand.worker.config.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Detects that hints are queued in the broker and the worker has room for them, but none arrive: a
 * consumer that looks connected but is not served. It then subscribes again. An outage of the
 * broker is not starvation: while the broker does not report the queue's length, time does not
 * count.
 */
@ApplicationScoped
class Starvation {

  private static final Logger LOG = Logger.getLogger(Starvation.class);
  private static final int LOOKS = 6;

  private final LongSupplier messages;
  private final BooleanSupplier room;
  private final HintSource source;
  private final Duration limit;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("starvation-watch").factory());

  private volatile Duration lasting = Duration.ZERO;
  private boolean consumedAnew;
  private long received;
  private long lastLook = System.nanoTime();

  @Inject
  Starvation(Claimer claimer, HintSource source, WorkerConfig config) {
    this(claimer::received, claimer::hasRoom, source, config.health().starved());
  }

  /**
   * @param messages the number of messages received since the start
   * @param room whether there is room for another
   */
  Starvation(LongSupplier messages, BooleanSupplier room, HintSource source, Duration limit) {
    this.messages = messages;
    this.room = room;
    this.source = source;
    this.limit = limit;
  }

  void start() {
    long millis = Math.max(1, interval().toMillis());
    watch.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  void stop() {
    watch.shutdownNow();
  }

  /** Whether the worker has been starved long enough to be unready. */
  boolean isSerious() {
    return lasting.compareTo(limit) >= 0;
  }

  /** Whether subscribing again has not helped. */
  boolean isHopeless() {
    return lasting.compareTo(limit.multipliedBy(2)) >= 0;
  }

  private void look() {
    try {
      long now = System.nanoTime();
      long fedBefore = received;
      received = messages.getAsLong();
      if (received != fedBefore || !room.getAsBoolean()) {
        over();
      } else {
        compare(source.waiting(), sinceLastLook(now));
      }
      lastLook = now;
    } catch (RuntimeException e) {
      // The watch's edge: it must continue.
      LOG.error(
          LogLine.event("broker_not_asked").next("the length of the queue is queried again"), e);
    }
  }

  /** Limited to the time possible while the process runs: it may have been suspended in between. */
  private Duration sinceLastLook(long now) {
    Duration passed = Duration.ofNanos(now - lastLook);
    Duration most = interval().multipliedBy(2);
    return passed.compareTo(most) < 0 ? passed : most;
  }

  private Duration interval() {
    return limit.dividedBy(LOOKS);
  }

  private void compare(OptionalLong waiting, Duration passed) {
    if (waiting.isPresent() && waiting.getAsLong() == 0) {
      over();
    } else if (waiting.isPresent()) {
      lasting = lasting.plus(passed);
      if (isSerious() && !consumedAnew) {
        consumedAnew = true;
        LOG.warn(
            LogLine.event("hints_do_not_arrive")
                .with("for", limit)
                .next(
                    "the worker is not ready and subscribes again; if that does not help within the"
                        + " same time, it is not live"));
        source.consumeAnew();
      }
    }
  }

  private void over() {
    if (isSerious()) {
      LOG.info(LogLine.event("hints_arrive").next("the worker is ready again"));
    }
    lasting = Duration.ZERO;
    consumedAnew = false;
  }
}
