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

/**
 * The bytes that a worker has in hand: requests until they are sent, answers until they are
 * recorded. Beyond the limit nothing is claimed, and answers wait in their connections; all but one
 * of them, so that there is always one that gets whole and out of hand.
 */
@Singleton
public class ByteBudget {

  /** About what one read from a connection brings. */
  private static final long READ = 64 << 10;

  /** The driver holds what one statement carries up to three times for a moment. */
  private static final long MOST_IN_A_STATEMENT = 16 << 20;

  private final long limit;
  private final Queue<Reservation> waiting = new ArrayDeque<>();
  private Reservation exempt;
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

  /** Has {@code listener} called whenever bytes become {@link #free} after there were none. */
  public void onFree(Runnable listener) {
    onFree = listener;
  }

  /** How many bytes may be claimed: none while answers wait. */
  public synchronized long free() {
    return waiting.isEmpty() ? Math.max(0, limit - held) : 0;
  }

  /**
   * The most bytes that one statement should carry: a part of the limit, since a small heap has no
   * room for the driver's copies of more.
   */
  public long inAStatement() {
    return Math.min(MOST_IN_A_STATEMENT, limit / 4);
  }

  /** How many bytes are in hand. */
  public synchronized long held() {
    return held;
  }

  /** Reserves the bytes of a job with a request of so many bytes. */
  public synchronized Reservation reserve(long request) {
    held += request;
    return new Reservation(request);
  }

  /** What one job has in hand. Safe for use by several threads. */
  public final class Reservation implements AutoCloseable {

    private long request;
    private long answer;
    private Runnable goOn;
    private boolean closed;

    private Reservation(long request) {
      this.request = request;
    }

    /** The request is not kept any more. */
    void requestGone() {
      change(this::dropRequest);
    }

    /** The answer is not kept. */
    void answerGone() {
      change(this::dropAnswer);
    }

    /** The job is out of hand. */
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
     * Counts what has come of the answer.
     *
     * @param goOn is called once where the reader must wait; must not block
     * @return whether to go on reading at once
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

    /** Counts more of the answer; waits where there is no room for it. */
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
    // Without the lock, since listeners have their own.
    told.forEach(Runnable::run);
  }

  /** Takes out the answers that go on now, those that wait longest first. */
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
