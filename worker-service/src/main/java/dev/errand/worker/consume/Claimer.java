package dev.errand.worker.consume;

import dev.errand.broker.Hint;
import dev.errand.broker.HintDelivery;
import dev.errand.broker.HintSource;
import dev.errand.database.DatabaseException;
import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.ClaimedJob;
import dev.errand.store.LeaseStore;
import dev.errand.telemetry.LogLine;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.consume.Demand.Want;
import dev.errand.worker.run.Capacity;
import dev.errand.worker.run.Capacity.Claimable;
import dev.errand.worker.run.Runner;
import dev.errand.worker.run.WorkerName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Claims jobs for free slots: as many as hints stand for, or, every poll interval, whatever a lane
 * has. Hints are acknowledged once the claims that use them up are committed, before the calls.
 */
@ApplicationScoped
public class Claimer {

  private static final Logger LOG = Logger.getLogger(Claimer.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String AGAIN = "the hints are kept, and the claim is retried";

  /** How long stopping waits for a claim in progress. */
  private static final Duration LAST_CLAIM = Duration.ofSeconds(2);

  private final HintSource source;
  private final LeaseStore leases;
  private final Runner runner;
  private final Capacity capacity;
  private final String worker;
  private final WorkerConfig config;
  private final HeldHints hints;
  private final Demand demand;
  private final AtomicLong received = new AtomicLong();
  private @Nullable Thread thread;

  @Inject
  Claimer(
      HintSource source,
      LeaseStore leases,
      Runner runner,
      Capacity capacity,
      WorkerName worker,
      Lanes lanes,
      WorkerConfig config) {
    this.source = source;
    this.leases = leases;
    this.runner = runner;
    this.capacity = capacity;
    this.worker = worker.text();
    this.config = config;
    this.hints =
        new HeldHints(
            lanes.ofPool(config.pool()).stream().map(Lane::name).toList(),
            prefetch(config.concurrency()) * Hint.MOST_JOBS);
    this.demand = new Demand(hints, config.pollInterval());
  }

  /** Starts claiming. */
  public void start() {
    capacity.onMore(demand::wake, demand::suspect);
    source.consume(config.pool(), prefetch(config.concurrency()), this::received);
    thread = Thread.ofVirtual().name("claimer").start(this::run);
  }

  /** Stops claiming and returns the hints; running jobs continue. Returns once this is done. */
  public void stop() {
    demand.stop();
    source.stop();
    try {
      if (thread != null && !thread.join(LAST_CLAIM)) {
        LOG.warn(
            LogLine.event("claim_hangs").next("the leases of the jobs that it claims will expire"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it claims. */
  public boolean isRunning() {
    return thread != null && thread.isAlive() && !demand.isStopped();
  }

  /** The time since its thread's last heartbeat; zero once it is stopped. */
  Duration silence() {
    return demand.silence();
  }

  /** Whether the broker should deliver more messages: fewer are held than allowed. */
  boolean hasRoom() {
    return demand.messages() < prefetch(config.concurrency());
  }

  /** The number of messages received since the start. */
  long received() {
    return received.get();
  }

  /**
   * Maximum number of messages to hold: enough to stand for a job for each slot, and no more,
   * because other workers do not get the messages that a full worker holds; at least two if there
   * are two slots, so that one arrives while another is used up.
   */
  static int prefetch(int concurrency) {
    return Math.max(Math.ceilDiv(concurrency, Hint.MOST_JOBS), Math.min(concurrency, 2));
  }

  private void received(HintDelivery delivery) {
    received.incrementAndGet();
    if (!hints.serves(delivery.hint().lane())) {
      LOG.warn(
          LogLine.event("hint_ignored")
              .with("job", delivery.hint().job())
              .with("lane", delivery.hint().lane())
              .with("pool", config.pool())
              .next("the job stays queued until the lane is configured for this pool"));
      delivery.acknowledge();
    } else {
      demand.add(delivery).forEach(HintDelivery::acknowledge);
    }
  }

  private void run() {
    for (Want want = next(); want != null; want = next()) {
      try {
        claim(want);
      } catch (DatabaseException e) {
        LOG.warn(failed().with("error", e.getMessage()).next(AGAIN));
        demand.pause(PAUSE);
      } catch (RuntimeException e) {
        // The claimer's edge: it must continue.
        LOG.error(failed().next(AGAIN), e);
        demand.pause(PAUSE);
      }
    }
  }

  private static LogLine failed() {
    return LogLine.event("claim_failed").with("again_in", PAUSE);
  }

  private @Nullable Want next() {
    return demand.next(capacity::jobs);
  }

  /** Lanes that are held back are treated like empty ones: the next poll looks at them again. */
  private void claim(Want want) {
    Claimable claimable = capacity.claimable(want.slots());
    long asked = System.nanoTime();
    List<ClaimedJob> jobs =
        claimable.lanes().isEmpty()
            ? List.of()
            : leases.claim(
                worker, config.lease(), claimable.lanes(), claimable.models(), claimable.bytes());
    boolean cut = jobs.stream().mapToLong(job -> job.body().length).sum() >= claimable.bytes();
    demand
        .settle(want, byLane(jobs), cut ? claimable.lanes().keySet() : Set.of())
        .forEach(HintDelivery::acknowledge);
    jobs.forEach(job -> runner.start(job, asked));
  }

  private static Map<String, Long> byLane(List<ClaimedJob> jobs) {
    return jobs.stream().collect(Collectors.groupingBy(ClaimedJob::lane, Collectors.counting()));
  }
}
