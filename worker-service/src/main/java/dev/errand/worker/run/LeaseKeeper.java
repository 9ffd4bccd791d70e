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
 * Extends all of the worker's leases in one statement, and aborts the calls of lost leases: those
 * of cancelled jobs (detected by a notification immediately, or by the next heartbeat) and of
 * reclaimed ones.
 */
@ApplicationScoped
public class LeaseKeeper {

  private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

  private final LeaseStore store;
  private final Runner runner;
  private final Notifications notifications;
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
      WorkerName worker,
      WorkerConfig config) {
    this.store = store;
    this.runner = runner;
    this.notifications = notifications;
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
    timer.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
  }

  /** Stops; remaining leases expire. */
  public void stop() {
    timer.shutdownNow();
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
      if (!mine.isEmpty()) {
        Set<Lease> gone = new HashSet<>(mine);
        gone.removeAll(store.extend(worker, lease, mine));
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
