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
 * Group commit: writes the items that have accumulated during the previous batch as one batch, and
 * never waits for a batch to fill. A single caller pays for a whole commit, concurrent callers for
 * a fraction.
 *
 * @param <T> what is written
 * @param <R> an item's result, which its caller receives
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
   * Limits of a batch and of the queue.
   *
   * @param batch maximum items in one batch
   * @param batchBytes maximum bytes in one batch, unless a single item has more
   * @param waiting maximum items in the queue
   * @param waitingBytes maximum bytes in the queue
   */
  public record Limits(int batch, long batchBytes, int waiting, long waitingBytes) {}

  private record Entry<T, R>(T item, long bytes, CompletableFuture<R> fate) {}

  /**
   * Starts the writer.
   *
   * @param name the name of the writer's thread
   * @param weight the size of an item in bytes
   * @param write writes a batch and returns each item's result in the same order; if it fails
   *     because of the values in a batch, it is called again for halves of the batch, down to the
   *     single items that fail
   */
  public Coalescer(
      String name, Limits limits, ToLongFunction<T> weight, Function<List<T>, List<R>> write) {
    this.limits = limits;
    this.weight = weight;
    this.write = write;
    this.writer = Thread.ofVirtual().name(name).start(this::run);
  }

  /**
   * Adds an item to the next batch.
   *
   * @return its result; fails as the write did
   * @throws OverloadedException if the queue is full
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

  /** Like {@link #submit}, but waits for the result and throws the write's exception. */
  public R write(T item) {
    return outcome(submit(item));
  }

  /**
   * Like {@link #write(Object)}, but with a time limit. An item that is not being written by then
   * will never be written.
   *
   * @throws DatabaseException if the time limit is exceeded; the item's result is then unknown
   */
  public R write(T item, Duration atMost) {
    CompletableFuture<R> fate = submit(item);
    try {
      return fate.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // Tells the writer not to start with it. If there is a result after all, it is valid.
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

  /** Writes the waiting items, then stops; waits for that, but not for a database that hangs. */
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

  /** The next batch; empty once the coalescer is closed and everything is written. */
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
        // By halves, so that one bad item among 500 costs about 17 commits, not 500.
        flush(batch.subList(0, batch.size() / 2));
        flush(batch.subList(batch.size() / 2, batch.size()));
      } else {
        batch.forEach(entry -> entry.fate.completeExceptionally(e));
      }
    } catch (RuntimeException | Error e) {
      // The writer's edge: callers get the failure, and the writer continues.
      batch.forEach(entry -> entry.fate.completeExceptionally(e));
    }
  }
}
