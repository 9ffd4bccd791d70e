package dev.errand.worker.http;

import dev.errand.worker.config.WorkerConfig;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a worker holds: requests until they are sent, answers until they are recorded.
 * Above the limit, nothing is claimed and answers wait in their connections, except for one, so
 * that there is always one that is completed and released.
 */
@Singleton
public class ByteBudget {

  /** About the size of one read from a connection. */
  private static final long READ = 64 << 10;

  /** For a moment, the driver holds a statement's data up to three times. */
  private static final long MOST_IN_A_STATEMENT = 16 << 20;

  private final long limit;
  private final Queue<Reservation> waiting = new ArrayDeque<>();
  private @Nullable Reservation exempt;
  private long held;
  private volatile Runnable onFree = () -> {};

  @Inject
  ByteBudget(WorkerConfig config) {
    this(
        config
            .memory()
            .map(MemorySize::asLongValue)
            .orElseGet(() -> Runtime.getRuntime().maxMemory() / 4));
  }

  public ByteBudget(long limit) {
    this.limit = limit;
  }

  /**
   * Registers a listener that is called whenever bytes become {@link #free} after there were none.
   */
  public void onFree(Runnable listener) {
    onFree = listener;
  }

  /** How many bytes may be claimed: none while answers wait. */
  public synchronized long free() {
    return waiting.isEmpty() ? Math.max(0, limit - held) : 0;
  }

  /**
   * Maximum bytes for one statement: a part of the limit, because a small heap has no room for the
   * driver's copies of more.
   */
  public long inAStatement() {
    return Math.min(MOST_IN_A_STATEMENT, limit / 4);
  }

  /** The number of bytes held. */
  public synchronized long held() {
    return held;
  }

  /** Reserves the bytes of a job with a request of this size. */
  public synchronized Reservation reserve(long request) {
    held += request;
    return new Reservation(request);
  }

  /** The bytes held for one job. Thread-safe. */
  public final class Reservation implements AutoCloseable {

    private long request;
    private long answer;
    private Runnable goOn = () -> {};
    private boolean closed;

    private Reservation(long request) {
      this.request = request;
    }

    /** The request was released. */
    void requestGone() {
      change(this::dropRequest);
    }

    /** The answer was dropped. */
    void answerGone() {
      change(this::dropAnswer);
    }

    /** The job is finished. */
    @Override
    public void close() {
      change(
          () -> {
            closed = true;
            dropRequest();
            dropAnswer();
          });
    }

    /**
     * Counts received bytes of the answer.
     *
     * @param goOn called once if the reader must wait; must not block
     * @return whether to continue reading immediately
     */
    boolean answer(long bytes, Runnable goOn) {
      synchronized (ByteBudget.this) {
        if (closed) {
          return true;
        }
        answer += bytes;
        held += bytes;
        this.goOn = goOn;
        return mayGoOn(this);
      }
    }

    /** Counts more bytes of the answer; waits if there is no room for them. */
    public void answerOrWait(long bytes) throws InterruptedException {
      CountDownLatch room = new CountDownLatch(1);
      if (!answer(bytes, room::countDown)) {
        room.await();
      }
    }

    private void dropRequest() {
      held -= request;
      request = 0;
    }

    private void dropAnswer() {
      held -= answer;
      answer = 0;
      waiting.remove(this);
      if (exempt == this) {
        exempt = null;
      }
    }
  }

  private boolean mayGoOn(Reservation reservation) {
    if (held <= limit || exempt == reservation) {
      return true;
    }
    if (exempt == null) {
      exempt = reservation;
      return true;
    }
    waiting.add(reservation);
    return false;
  }

  private void change(Runnable step) {
    List<Runnable> told = new ArrayList<>();
    synchronized (this) {
      long freeBefore = free();
      step.run();
      goOn(told);
      if (freeBefore == 0 && free() > 0) {
        told.add(onFree);
      }
    }
    // Without the lock, because listeners have their own.
    told.forEach(Runnable::run);
  }

  /** Removes the answers that may continue now, the longest-waiting first. */
  private void goOn(List<Runnable> told) {
    long room = limit - held;
    while (!waiting.isEmpty() && (room > 0 || exempt == null)) {
      Reservation reservation = waiting.remove();
      if (room <= 0) {
        exempt = reservation;
      }
      room -= READ;
      told.add(reservation.goOn);
    }
  }
}
