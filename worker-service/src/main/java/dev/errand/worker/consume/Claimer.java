package dev.errand.worker.consume;

import dev.errand.broker.Hint;
import dev.errand.broker.HintDelivery;
import dev.errand.broker.HintSource;
import dev.errand.database.DatabaseException;
import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.ClaimedJob;
import dev.errand.store.LeaseStore;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.run.Heartbeat;
import dev.errand.worker.run.Runner;
import dev.errand.worker.run.WorkerName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Claims jobs for free slots: as many as hints tell of, or, each poll interval, whatever a lane
 * has. Hints are acknowledged once the claims that use them up are committed, before the calls.
 */
@ApplicationScoped
public class Claimer {

  private static final Logger LOG = Logger.getLogger(Claimer.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The driver may hold what a claim brings three times for a moment. */
  private static final long CLAIM_BYTES = 16 << 20;

  /** How long the stop waits for a claim under way. */
  private static final Duration LAST_CLAIM = Duration.ofSeconds(2);

  private final HintSource source;
  private final LeaseStore leases;
  private final Runner runner;
  private final String worker;
  private final WorkerConfig config;
  private final HeldHints hints;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Heartbeat pulse = new Heartbeat();
  private final AtomicLong received = new AtomicLong();
  private long nextPoll = System.nanoTime();
  private volatile boolean stopped;
  private Thread thread;

  @Inject
  Claimer(
      HintSource source,
      LeaseStore leases,
      Runner runner,
      WorkerName worker,
      Lanes lanes,
      WorkerConfig config) {
    this.source = source;
    this.leases = leases;
    this.runner = runner;
    this.worker = worker.text();
    this.config = config;
    this.hints =
        new HeldHints(
            lanes.ofPool(config.pool()).stream().map(Lane::name).toList(),
            prefetch(config.concurrency()) * Hint.MOST_JOBS);
  }

  /** Begins to claim. */
  public void start() {
    runner.onSlotFree(this::wake);
    runner.onModelRoom(this::suspect);
    source.consume(config.pool(), prefetch(config.concurrency()), this::received);
    thread = Thread.ofVirtual().name("claimer").start(this::run);
  }

  /** Stops claiming and gives the hints back; jobs under way go on. Returns once that is so. */
  public void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    source.stop();
    try {
      if (thread != null && !thread.join(LAST_CLAIM)) {
        LOG.warn("a claim hangs: the leases of what it claims will run out");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it claims. */
  public boolean isRunning() {
    return thread != null && thread.isAlive() && !stopped;
  }

  /** How long its thread has given no sign of life; none is missed once it is stopped. */
  Duration silence() {
    return stopped ? Duration.ZERO : pulse.age();
  }

  /** Whether the broker should deliver what it has: fewer messages are held than may be. */
  boolean hasRoom() {
    lock.lock();
    try {
      return hints.messages() < prefetch(config.concurrency());
    } finally {
      lock.unlock();
    }
  }

  /** How many messages have come since the start. */
  long received() {
    return received.get();
  }

  /**
   * The most messages to hold: so many that they can tell of a job for each slot, and no more,
   * since what a full worker holds is kept from others; two at least, where there are two slots, so
   * that one is on its way while another is used up.
   */
  static int prefetch(int concurrency) {
    return Math.max(Math.ceilDiv(concurrency, Hint.MOST_JOBS), Math.min(concurrency, 2));
  }

  private void received(HintDelivery delivery) {
    received.incrementAndGet();
    if (!hints.serves(delivery.hint().lane())) {
      LOG.warnf(
          "hint ignored job=%s: lane %s is not configured for pool %s here; the job stays queued",
          delivery.hint().job(), delivery.hint().lane(), config.pool());
      delivery.acknowledge();
    } else {
      hold(delivery).forEach(HintDelivery::acknowledge);
    }
  }

  private List<HintDelivery> hold(HintDelivery delivery) {
    lock.lock();
    try {
      changed.signal();
      return hints.add(delivery);
    } finally {
      lock.unlock();
    }
  }

  /** The lane may have jobs that were passed over. */
  private void suspect(String lane) {
    lock.lock();
    try {
      hints.suspect(lane);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (Want want = next(); want != null; want = next()) {
      try {
        claim(want);
      } catch (DatabaseException e) {
        LOG.warnf("claim failed: %s; hints are kept, trying again in %s", e.getMessage(), PAUSE);
        pause();
      } catch (RuntimeException e) {
        // The claimer's edge: it must go on.
        LOG.errorf(e, "claim failed; hints are kept, trying again in %s", PAUSE);
        pause();
      }
    }
  }

  /** What to claim, and of how many jobs hints had told when that was decided. */
  private record Want(Map<String, Integer> slots, Map<String, Long> told) {}

  /** Waits until there is something to claim; null once stopped. */
  private Want next() {
    lock.lock();
    try {
      while (!stopped) {
        pulse.beat();
        long untilPoll = nextPoll - System.nanoTime();
        if (untilPoll <= 0) {
          hints.suspectAll();
          nextPoll = System.nanoTime() + config.pollInterval().toNanos();
        }
        Map<String, Integer> wanted = hints.wanted(runner.free());
        if (!wanted.isEmpty()) {
          Map<String, Long> told = new HashMap<>();
          wanted.keySet().forEach(lane -> told.put(lane, hints.told(lane)));
          return new Want(wanted, told);
        }
        changed.awaitNanos(Math.max(1, nextPoll - System.nanoTime()));
      }
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void claim(Want want) {
    Map<String, Integer> allowed = runner.allowed(want.slots);
    long bytes = Math.min(runner.freeBytes(), CLAIM_BYTES);
    long asked = System.nanoTime();
    List<ClaimedJob> jobs =
        allowed.isEmpty()
            ? List.of()
            : leases.claim(worker, config.lease(), allowed, runner.limits(allowed.keySet()), bytes);
    boolean cut = jobs.stream().mapToLong(job -> job.body().length).sum() >= bytes;
    settle(want, jobs, cut ? allowed.keySet() : Set.of()).forEach(HintDelivery::acknowledge);
    jobs.forEach(job -> runner.start(job, asked));
  }

  /**
   * Lanes that are held back are settled like empty ones: the next poll looks at them again.
   *
   * @param cut the lanes that may have more jobs, though fewer came than were asked for
   */
  private List<HintDelivery> settle(Want want, List<ClaimedJob> jobs, Set<String> cut) {
    Map<String, Long> got =
        jobs.stream().collect(Collectors.groupingBy(ClaimedJob::lane, Collectors.counting()));
    List<HintDelivery> answered = new ArrayList<>();
    lock.lock();
    try {
      want.slots.forEach(
          (lane, asked) -> {
            int came = got.getOrDefault(lane, 0L).intValue();
            int of = cut.contains(lane) ? came : asked;
            answered.addAll(hints.settle(lane, of, came, want.told.get(lane)));
          });
    } finally {
      lock.unlock();
    }
    return answered;
  }

  private void pause() {
    lock.lock();
    try {
      long end = System.nanoTime() + PAUSE.toNanos();
      for (long left = PAUSE.toNanos(); left > 0 && !stopped; left = end - System.nanoTime()) {
        changed.await(left, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
