package dev.errand.api.admit;

import dev.errand.database.DatabaseException;
import dev.errand.database.OverloadedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs of a key or a tenant wait, as far as this replica knows: those counted last in the
 * database, those committed here since, and those that are being committed. What a count may have
 * seen already is counted twice until the next one, never left out.
 */
final class Backlog {

  /** Within it, other replicas' submissions and the jobs that wait no more are not seen. */
  static final Duration AGE = Duration.ofSeconds(1);

  /** Before a submission is denied: jobs may have left the queue since the last count. */
  static final Duration AGE_BEFORE_DENIAL = Duration.ofMillis(100);

  /** How much longer than a count the time between two of them is, for those that take long. */
  private static final int SHARE = 10;

  /** How long a submission waits for the first count. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final IntUnaryOperator count;
  private final LongSupplier nanos;
  private final ReentrantLock counting = new ReentrantLock();
  private boolean known;
  private @Nullable DatabaseException failure;
  private int counted;
  private int upTo;
  private int since;
  private int pending;
  private long countedAt;
  private long duration;
  private long usedAt;

  /**
   * @param count counts up to a number of waiting jobs
   * @param nanos the time in nanoseconds, as {@link System#nanoTime} has it
   */
  Backlog(IntUnaryOperator count, LongSupplier nanos) {
    this.count = count;
    this.nanos = nanos;
    this.usedAt = nanos.getAsLong();
  }

  /**
   * Takes a place for a job that is about to be committed; it must be settled.
   *
   * @return whether fewer than {@code most} jobs wait
   * @throws OverloadedException if they cannot be counted in time
   * @throws DatabaseException if they have never been counted, and cannot be now
   */
  boolean take(int most) {
    refresh(AGE, most);
    if (takeIfFewer(most)) {
      return true;
    }
    refresh(AGE_BEFORE_DENIAL, most);
    return takeIfFewer(most);
  }

  /** Settles a place: whether its job waits now, or may. */
  synchronized void settle(boolean committed) {
    pending--;
    if (committed) {
      since++;
    }
  }

  /** Whether nobody has asked for this long. */
  synchronized boolean isIdleFor(Duration time) {
    return pending == 0 && nanos.getAsLong() - usedAt > time.toNanos();
  }

  private synchronized boolean takeIfFewer(int most) {
    usedAt = nanos.getAsLong();
    if (!known && failure != null) {
      throw failure;
    }
    if ((long) counted + since + pending >= most) {
      return false;
    }
    pending++;
    return true;
  }

  /** One submission counts; meanwhile the others go by the last count, if there is one. */
  private void refresh(Duration age, int most) {
    if (!isOlderThan(age, most) || !mayCount()) {
      return;
    }
    try {
      if (isOlderThan(age, most)) {
        count(most);
      }
    } finally {
      counting.unlock();
    }
  }

  private boolean mayCount() {
    if (counting.tryLock()) {
      return true;
    }
    if (isAnswered()) {
      return false;
    }
    try {
      if (counting.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new OverloadedException("count of waiting jobs", 1, 0);
  }

  private synchronized boolean isAnswered() {
    return known || failure != null;
  }

  private synchronized boolean isOlderThan(Duration age, int most) {
    boolean cut = counted >= upTo && most > upTo;
    return !isAnswered()
        || cut && failure == null
        || nanos.getAsLong() - countedAt > Math.max(age.toNanos(), SHARE * duration);
  }

  /**
   * If that fails, the last count stays: the submission will fail too, and there is no other count
   * for a while, so that an upload does not wait for one with each of its lines.
   */
  private void count(int most) {
    int before = committed();
    long began = nanos.getAsLong();
    try {
      counted(count.applyAsInt(most), most, before, began);
    } catch (DatabaseException e) {
      failed(e);
    }
  }

  private synchronized int committed() {
    return since;
  }

  private synchronized void counted(int found, int most, int before, long began) {
    known = true;
    failure = null;
    counted = found;
    upTo = most;
    since -= before;
    countedAt = nanos.getAsLong();
    duration = countedAt - began;
  }

  private synchronized void failed(DatabaseException e) {
    failure = e;
    countedAt = nanos.getAsLong();
    duration = 0;
  }
}
