package dev.errand.database;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Group commit: writes whatever has gathered while the last batch was under way as one batch, never
 * waiting for a batch to fill. Alone, a caller pays a whole commit; in a crowd, a fraction.
 *
 * @param <T> what is written
 * @param <R> its own fate, which each caller learns
 */
public final class Coalescer<T, R> implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(3);

  private final Limits limits;
  private final ToLongFunction<T> weight;
  private final Function<List<T>, List<R>> write;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition gathered = lock.newCondition();
  private final Queue<Entry<T, R>> waiting = new ArrayDeque<>();
  private final Thread writer;
  private long waitingBytes;
  private boolean closed;

  /**
   * How much is taken at once and may wait.
   *
   * @param batch the most items of one batch
   * @param batchBytes the most bytes of one batch, unless a single item weighs more
   * @param waiting the most items that may wait
   * @param waitingBytes the most bytes that may wait
   */
  public record Limits(int batch, long batchBytes, int waiting, long waitingBytes) {}

  private record Entry<T, R>(T item, long bytes, CompletableFuture<R> fate) {}

  /**
   * Starts the writer.
   *
   * @param name of the writer's thread
   * @param weight an item's bytes
   * @param write writes a batch and returns each item's fate in the same order; where it fails over
   *     the values of a batch, it is called again for halves of it, down to the items that fail
   *     alone
   */
  public Coalescer(
      String name, Limits limits, ToLongFunction<T> weight, Function<List<T>, List<R>> write) {
    this.limits = limits;
    this.weight = weight;
    this.write = write;
    this.writer = Thread.ofVirtual().name(name).start(this::run);
  }

  /**
   * Hands an item to the next batch.
   *
   * @return its fate; fails as the write did
   * @throws OverloadedException where too much is waiting already
   */
  public CompletableFuture<R> submit(T item) {
    Entry<T, R> entry = new Entry<>(item, weight.applyAsLong(item), new CompletableFuture<>());
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("closed: " + writer.getName());
      }
      boolean full =
          waiting.size() >= limits.waiting
              || !waiting.isEmpty() && waitingBytes + entry.bytes > limits.waitingBytes;
      if (full) {
        throw new OverloadedException(writer.getName(), waiting.size(), waitingBytes);
      }
      waiting.add(entry);
      waitingBytes += entry.bytes;
      gathered.signal();
    } finally {
      lock.unlock();
    }
    return entry.fate;
  }

  /** Like {@link #submit}, but waits for the fate and throws what the write threw. */
  public R write(T item) {
    return outcome(submit(item));
  }

  /**
   * Like {@link #write(Object)}, but waits no longer than that. An item that is not being written
   * by then never will be.
   *
   * @throws DatabaseException where the time is over; the item's fate is not known then
   */
  public R write(T item, Duration atMost) {
    CompletableFuture<R> fate = submit(item);
    try {
      return fate.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // Tells the writer not to begin with it. Where the fate came after all, it holds.
      fate.completeExceptionally(DatabaseException.unknown(atMost));
      return outcome(fate);
    } catch (ExecutionException e) {
      return outcome(fate);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException(
          DatabaseTrouble.SILENT, "interrupted while waiting for the database");
    }
  }

  /** Writes what is waiting, then stops; waits for that, but not for a database that hangs. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      gathered.signal();
    } finally {
      lock.unlock();
    }
    try {
      writer.join(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <R> R outcome(CompletableFuture<R> fate) {
    try {
      return fate.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void run() {
    for (List<Entry<T, R>> batch = next(); !batch.isEmpty(); batch = next()) {
      flush(batch);
    }
  }

  /** The next batch; empty once closed and written out. */
  private List<Entry<T, R>> next() {
    lock.lock();
    try {
      List<Entry<T, R>> batch = gather();
      while (batch.isEmpty() && !closed) {
        gathered.awaitUninterruptibly();
        batch = gather();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private List<Entry<T, R>> gather() {
    List<Entry<T, R>> batch = new ArrayList<>();
    long bytes = 0;
    while (batch.size() < limits.batch && !waiting.isEmpty()) {
      Entry<T, R> first = waiting.peek();
      boolean givenUp = first.fate.isDone();
      if (!givenUp && bytes + first.bytes > limits.batchBytes && !batch.isEmpty()) {
        break;
      }
      waiting.remove();
      waitingBytes -= first.bytes;
      if (!givenUp) {
        batch.add(first);
        bytes += first.bytes;
      }
    }
    return batch;
  }

  private void flush(List<Entry<T, R>> batch) {
    try {
      List<R> fates = write.apply(batch.stream().map(Entry::item).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).fate.complete(fates.get(i));
      }
    } catch (DatabaseException e) {
      if (e.isAboutTheValues() && batch.size() > 1) {
        // By halves, so that one bad item among 500 costs some 17 commits, not 500.
        flush(batch.subList(0, batch.size() / 2));
        flush(batch.subList(batch.size() / 2, batch.size()));
      } else {
        batch.forEach(entry -> entry.fate.completeExceptionally(e));
      }
    } catch (RuntimeException | Error e) {
      // The writer's edge: its callers get the failure, the writer lives on.
      batch.forEach(entry -> entry.fate.completeExceptionally(e));
    }
  }
}
