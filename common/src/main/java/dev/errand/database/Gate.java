package dev.errand.database;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A fair gate before a connection pool: lets no more in at once than the pool has connections.
 *
 * <p>No more virtual threads may wait for a connection than the pool has: Agroal's waiters spin,
 * and enough of them starve the threads that would return a connection.
 */
public final class Gate {

  private final Semaphore room;
  private final Duration patience;

  /**
   * A gate.
   *
   * @param width how many may be inside at once
   * @param patience how long the others wait for their turn
   */
  public Gate(int width, Duration patience) {
    this.room = new Semaphore(width, true);
    this.patience = patience;
  }

  /**
   * Does work inside.
   *
   * @throws DatabaseException where the turn does not come in time
   */
  public <T> T pass(Supplier<T> work) {
    enter();
    try {
      return work.get();
    } finally {
      room.release();
    }
  }

  private void enter() {
    try {
      if (!room.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new DatabaseException(
            DatabaseTrouble.BUSY,
            "no database connection became free within %d ms".formatted(patience.toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException(
          DatabaseTrouble.BUSY, "interrupted while waiting for a database connection");
    }
  }
}
