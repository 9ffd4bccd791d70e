package dev.errand.worker.consume;

import dev.errand.broker.HintDelivery;
import dev.errand.worker.run.Heartbeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What to claim next: as many jobs as the held hints stand for, or, every poll interval, whatever a
 * lane has. Thread-safe.
 */
final class Demand {

  private final HeldHints hints;
  private final Duration pollInterval;
  private final Heartbeat heartbeat = new Heartbeat();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long nextPoll = System.nanoTime();
  private volatile boolean stopped;

  Demand(HeldHints hints, Duration pollInterval) {
    this.hints = hints;
    this.pollInterval = pollInterval;
  }

  /** What to claim, and how many jobs hints had announced when that was decided. */
  record Want(Map<String, Integer> slots, Map<String, Long> told) {}

  /** Holds a hint; returns the hints that now exceed the limit. */
  List<HintDelivery> add(HintDelivery delivery) {
    return changing(() -> hints.add(delivery));
  }

  /** Reports that the lane may have jobs that were skipped. */
  void suspect(String lane) {
    changing(
        () -> {
          hints.suspect(lane);
          return lane;
        });
  }

  /** Reports more capacity than before. */
  void wake() {
    changing(() -> null);
  }

  /** Stops the demand. */
  void stop() {
    changing(() -> stopped = true);
  }

  boolean isStopped() {
    return stopped;
  }

  /** The time since the last heartbeat of the claiming thread; zero once stopped. */
  Duration silence() {
    return stopped ? Duration.ZERO : heartbeat.age();
  }

  /** The number of held messages. */
  int messages() {
    return locked(hints::messages);
  }

  /**
   * Waits until there is something to claim; null once stopped.
   *
   * @param capacity how many jobs may be claimed
   */
  @Nullable Want next(IntSupplier capacity) {
    lock.lock();
    try {
      while (!stopped) {
        heartbeat.beat();
        pollIfDue();
        Map<String, Integer> wanted = hints.wanted(capacity.getAsInt());
        if (!wanted.isEmpty()) {
          return want(wanted);
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

  private void pollIfDue() {
    if (nextPoll - System.nanoTime() <= 0) {
      hints.suspectAll();
      nextPoll = System.nanoTime() + pollInterval.toNanos();
    }
  }

  private Want want(Map<String, Integer> wanted) {
    Map<String, Long> told = new HashMap<>();
    wanted.keySet().forEach(lane -> told.put(lane, hints.told(lane)));
    return new Want(wanted, told);
  }

  /**
   * Settles a claim; returns the hints that it used up.
   *
   * @param got the number of claimed jobs by lane
   * @param cut the lanes that may have more jobs although fewer were claimed than requested
   */
  List<HintDelivery> settle(Want want, Map<String, Long> got, Set<String> cut) {
    return locked(
        () -> {
          List<HintDelivery> usedUp = new ArrayList<>();
          want.slots.forEach(
              (lane, wanted) -> {
                int came = got.getOrDefault(lane, 0L).intValue();
                int of = cut.contains(lane) ? came : wanted;
                usedUp.addAll(hints.settle(lane, of, came, want.told.getOrDefault(lane, 0L)));
              });
          return usedUp;
        });
  }

  /** Waits for this long, or until stopped. */
  void pause(Duration time) {
    lock.lock();
    try {
      long end = System.nanoTime() + time.toNanos();
      for (long left = time.toNanos(); left > 0 && !stopped; left = end - System.nanoTime()) {
        changed.await(left, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private <T> T changing(Supplier<T> step) {
    return locked(
        () -> {
          changed.signal();
          return step.get();
        });
  }

  private <T> T locked(Supplier<T> step) {
    lock.lock();
    try {
      return step.get();
    } finally {
      lock.unlock();
    }
  }
}
