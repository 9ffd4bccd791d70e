package dev.errand.worker.run;

import dev.errand.database.DatabaseException;
import dev.errand.database.Notifications;
import dev.errand.store.JobEvents;
import dev.errand.store.Lease;
import dev.errand.store.LeaseStore;
import dev.errand.telemetry.LogLine;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.run.RunningJob.Drop;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Extends all of the worker's leases in one statement, which also says how it is, and aborts the
 * calls of lost leases: those of cancelled jobs (detected by a notification immediately, or by the
 * next heartbeat) and of reclaimed ones.
 */
@ApplicationScoped
public class LeaseKeeper {

  private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

  private final LeaseStore store;
  private final Runner runner;
  private final Notifications notifications;
  private final WorkerStatus status;
  private final String worker;
  private final Duration lease;
  private final Duration heartbeat;
  private final Heartbeat lastBeat = new Heartbeat();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("heartbeat").factory());

  @Inject
  LeaseKeeper(
      LeaseStore store,
      Runner runner,
      Notifications notifications,
      WorkerStatus status,
      WorkerName worker,
      WorkerConfig config) {
    this.store = store;
    this.runner = runner;
    this.notifications = notifications;
    this.status = status;
    this.worker = worker.text();
    this.lease = config.lease();
    this.heartbeat = config.heartbeat();
    if (heartbeat.multipliedBy(2).compareTo(lease) > 0) {
      throw new ConfigurationException(
          "errand.worker.heartbeat is %s, but must be at most half of errand.worker.lease, which is %s"
              .formatted(heartbeat, lease));
    }
  }

  /** Starts extending leases. */
  public void start() {
    notifications.listen(JobEvents.CANCELLED, this::cancelled);
    notifications.onReconnect(() -> timer.execute(this::beat));
    long every = heartbeat.toMillis();
    timer.scheduleWithFixedDelay(this::beat, 0, every, TimeUnit.MILLISECONDS);
  }

  /** Tells everybody at once that the worker claims no more jobs; leases are extended as before. */
  public void drain() {
    status.drain();
    timer.execute(this::beat);
  }

  /** Stops; remaining leases expire. */
  public void stop() {
    // Waits for a heartbeat under way, which would put the worker's row back.
    timer.close();
    try {
      store.leave(worker);
    } catch (DatabaseException e) {
      // It is shown as not responding until it is forgotten.
      LOG.debug(LogLine.event("worker_not_removed").with("error", e.getMessage()));
    }
  }

  /** The time since the last heartbeat ended, whether it reached the database or not. */
  public Duration silence() {
    return lastBeat.age();
  }

  private void cancelled(String payload) {
    Set<UUID> jobs = new HashSet<>();
    JobEvents.ids(payload, jobs::add);
    runner.drop(held -> jobs.contains(held.job()), Drop.LEASE_GONE);
  }

  private void beat() {
    try {
      List<Lease> mine = runner.leases();
      Set<Lease> gone = new HashSet<>(mine);
      gone.removeAll(store.extend(status.now(), lease, mine));
      if (!gone.isEmpty()) {
        runner.drop(gone::contains, Drop.LEASE_GONE);
      }
    } catch (DatabaseException e) {
      LOG.warn(
          LogLine.event("heartbeat_failed")
              .with("error", e.getMessage())
              .with("lease", lease)
              .next("leases stay valid for that long; trying again"));
    } catch (RuntimeException e) {
      // The timer's edge: it must continue.
      LOG.error(LogLine.event("heartbeat_failed").next("trying again"), e);
    } finally {
      lastBeat.beat();
    }
  }
}
