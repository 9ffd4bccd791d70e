package dev.errand.rig.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The first message of a kind, stopped in transit: before the server receives it, or after the
 * server has processed it and before the client receives the response.
 */
public final class Halt {

  /** The name of a publication to RabbitMQ. */
  public static final String PUBLISH = Wire.PUBLISH;

  private final String words;
  private final boolean afterwards;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final CompletableFuture<Boolean> passes = new CompletableFuture<>();
  private volatile Halt answer;

  private Halt(String words, boolean afterwards) {
    this.words = words;
    this.afterwards = afterwards;
  }

  /**
   * Stops the message before the server gets it.
   *
   * @param words of a statement, or {@link #PUBLISH}
   */
  public static Halt before(String words) {
    return new Halt(words, false);
  }

  /** Lets the server process it, and stops its response. */
  public static Halt after(String words) {
    return new Halt(words, true);
  }

  /** Waits until a message is stopped; returns whether one was in time. */
  public boolean isReachedWithin(Duration patience) throws InterruptedException {
    try {
      reached.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a message is or was stopped. */
  public boolean isReached() {
    return reached.isDone();
  }

  /** Delivers it, and stops it once more after the server has processed it. */
  public Halt passUntilAnswered() {
    answer = after(words);
    pass();
    return answer;
  }

  /** Delivers it. */
  public void pass() {
    passes.complete(true);
  }

  /** Loses it, with its connection. */
  public void drop() {
    passes.complete(false);
  }

  boolean isAfterwards() {
    return afterwards;
  }

  /** The halt of its response; null if there is none. */
  Halt answer() {
    return answer;
  }

  /** Whether this message is the one; true once. */
  boolean takes(String meaning) {
    return !meaning.isEmpty() && meaning.contains(words) && taken.compareAndSet(false, true);
  }

  /** Blocks the caller; returns whether the message is delivered. */
  boolean hold() {
    reached.complete(null);
    return passes.join();
  }
}
