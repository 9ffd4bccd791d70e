package dev.errand.api.wait;

import dev.errand.api.config.ApiConfig;
import dev.errand.database.Coalescer;
import dev.errand.database.DatabaseException;
import dev.errand.database.Notifications;
import dev.errand.database.OverloadedException;
import dev.errand.process.Stopping;
import dev.errand.store.JobEvents;
import dev.errand.store.read.JobQueries;
import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Notifies requests, up to a limit, when jobs have ended, without holding a thread or a pooled
 * connection for them. Postgres' notifications report the ends; a sweep finds those that were
 * missed, by querying all awaited jobs once a second in one statement. Both use platform threads,
 * which run even when virtual threads queue for processors, as on a busy machine after a start.
 */
@ApplicationScoped
public class JobWaiter {

  private static final Logger LOG = Logger.getLogger(JobWaiter.class);
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final int CHECKS_AT_ONCE = 1000;
  private static final int ID_BYTES = 16;

  private final JobQueries jobs;
  private final Notifications notifications;
  private final WaitingRoom<UUID> room;
  private final Coalescer<UUID, Boolean> checks;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("wait-sweep").factory());
  private boolean blind;

  @Inject
  JobWaiter(JobQueries jobs, Notifications notifications, ApiConfig config, MeterRegistry metrics) {
    int places = config.waiting().limit();
    this.jobs = jobs;
    this.notifications = notifications;
    this.room = new WaitingRoom<>(places);
    this.checks =
        new Coalescer<>(
            "wait-check",
            new Coalescer.Limits(CHECKS_AT_ONCE, Long.MAX_VALUE, places + 1, Long.MAX_VALUE),
            id -> ID_BYTES,
            this::haveEnded);
    Metric.API_WAITING.gauge(metrics, room::size);
  }

  void start(@Observes StartupEvent event) {
    notifications.onReconnect(() -> sweeper.execute(this::sweep));
    notifications.listen(JobEvents.ENDED, payload -> JobEvents.ids(payload, room::dismiss));
    long period = SWEEP.toMillis();
    sweeper.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
  }

  /** Requests that still wait get the current state. */
  void letGo(@Observes Stopping event) {
    room.close();
  }

  void stop(@Observes ShutdownEvent event) {
    sweeper.shutdownNow();
    room.close();
  }

  @PreDestroy
  void close() {
    checks.close();
  }

  /**
   * Completes when the job has ended, is unknown, or the time is over, whichever comes first;
   * immediately if too many requests already wait. Never fails. Cancel it to stop waiting. It is
   * completed on a thread that must not be blocked.
   */
  public CompletionStage<Void> ended(UUID id, Duration atMost) {
    return room.enter(id, atMost, () -> check(id));
  }

  /**
   * The job may have ended before the wait began, in which case there is no notification. If the
   * database is slow or unavailable, the check is skipped; the sweep logs that, and checks once the
   * database is back.
   */
  private void check(UUID id) {
    try {
      checks
          .submit(id)
          .thenAccept(
              ended -> {
                if (ended) {
                  room.dismiss(id);
                }
              });
    } catch (OverloadedException e) {
      LOG.debug(LogLine.event("wait_check_dropped").with("job", id).with("error", e.getMessage()));
    }
  }

  private List<Boolean> haveEnded(List<UUID> ids) {
    Set<UUID> ended = jobs.ended(ids);
    return ids.stream().map(ended::contains).toList();
  }

  private void sweep() {
    Collection<UUID> awaited = room.awaited();
    if (awaited.isEmpty()) {
      return;
    }
    try {
      jobs.ended(awaited).forEach(room::dismiss);
      blind = false;
    } catch (DatabaseException e) {
      if (!blind) {
        LOG.warn(
            LogLine.event("wait_sweep_failed")
                .with("waiting", room.size())
                .with("error", e.getMessage()));
      }
      blind = true;
    } catch (RuntimeException e) {
      // The sweeper's edge: an uncaught exception would end the schedule.
      LOG.error(LogLine.event("wait_sweep_failed").with("waiting", room.size()), e);
    }
  }
}
