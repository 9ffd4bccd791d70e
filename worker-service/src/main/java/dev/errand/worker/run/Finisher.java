package dev.errand.worker.run;

import dev.errand.database.Coalescer;
import dev.errand.database.DatabaseException;
import dev.errand.store.AttemptEnd;
import dev.errand.store.EndFate;
import dev.errand.store.LeaseStore;
import dev.errand.telemetry.LogLine;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.http.ByteBudget;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Records the ends of attempts, many in one commit, and keeps answers while the database is
 * unavailable.
 */
@ApplicationScoped
class Finisher {

  private static final Logger LOG = Logger.getLogger(Finisher.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Errand's own locks last for milliseconds; those of others may last longer. */
  private static final Duration LOCKED_PAUSE = Duration.ofMillis(10);

  private static final int MOST_ENDS = 500;

  private final Coalescer<AttemptEnd, EndFate> ends;
  private final Duration patience;
  private final AtomicBoolean outage = new AtomicBoolean();

  @Inject
  Finisher(LeaseStore leases, WorkerName worker, ByteBudget bytes, WorkerConfig config) {
    this(
        batch -> leases.end(worker.text(), batch),
        bytes.inAStatement(),
        // More than a lease is useless: the job will have been reclaimed by then.
        config.lease().multipliedBy(4));
  }

  Finisher(
      Function<List<AttemptEnd>, List<EndFate>> write, long bytesInAStatement, Duration patience) {
    Coalescer.Limits limits =
        new Coalescer.Limits(MOST_ENDS, bytesInAStatement, Integer.MAX_VALUE, Long.MAX_VALUE);
    this.ends = new Coalescer<>("finisher", limits, Finisher::bytes, write);
    this.patience = patience;
  }

  /**
   * Records the end of an attempt; tries again while the database cannot be reached or the job's
   * row is locked. An end that the database cannot store is recorded with fewer details, so that
   * the call is not repeated because of it.
   *
   * @return whether the lease was still valid; if not, nothing was recorded
   */
  boolean finish(AttemptEnd end) {
    long giveUp = System.nanoTime() + patience.toNanos();
    DatabaseException last = null;
    for (AttemptEnd form : end.forms()) {
      try {
        return isRecorded(form, giveUp);
      } catch (DatabaseException e) {
        last = e;
        if (!e.isAboutTheValues()) {
          break;
        }
        LOG.warn(
            about("end_not_storable", end)
                .with("error", e.reason())
                .next("it is recorded with fewer details"));
      }
    }
    LOG.error(
        about("finish_failed", end)
            .next("its answer is dropped, and the dispatcher reclaims the job"),
        last);
    return false;
  }

  private static LogLine about(String event, AttemptEnd end) {
    return LogLine.event(event)
        .with("job", end.lease().job())
        .with("attempt", end.lease().attempt());
  }

  private boolean isRecorded(AttemptEnd end, long giveUp) {
    Duration lockedPause = LOCKED_PAUSE;
    while (true) {
      try {
        EndFate fate = ends.write(end);
        over();
        if (fate != EndFate.LOCKED) {
          return fate == EndFate.RECORDED;
        }
        if (System.nanoTime() > giveUp) {
          throw new DatabaseException("the job's row remained locked");
        }
        LockSupport.parkNanos(lockedPause.toNanos());
        lockedPause = lockedPause.compareTo(PAUSE) < 0 ? lockedPause.multipliedBy(2) : PAUSE;
      } catch (DatabaseException e) {
        if (e.isAboutTheValues() || System.nanoTime() > giveUp) {
          throw e;
        }
        begun(e);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void begun(DatabaseException e) {
    if (!outage.getAndSet(true)) {
      LOG.warn(
          LogLine.event("database_away")
              .with("error", e.getMessage())
              .with("patience", patience)
              .next("answers are kept for that long and recorded when it is back"));
    }
  }

  private void over() {
    if (outage.get() && outage.getAndSet(false)) {
      LOG.info(LogLine.event("database_back").next("answers are recorded again"));
    }
  }

  @PreDestroy
  void close() {
    ends.close();
  }

  private static long bytes(AttemptEnd end) {
    return 500L + (end.answer() == null ? 0 : end.answer().length);
  }
}
