package dev.errand.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
   *     the values of a batch, it is called again for each item alone
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
    try {
      return submit(item).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Writes what is waiting, then stops. */
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
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
      while (waiting.isEmpty() && !closed) {
        gathered.awaitUninterruptibly();
      }
      List<Entry<T, R>> batch = new ArrayList<>();
      long bytes = 0;
      while (batch.size() < limits.batch && !waiting.isEmpty()) {
        bytes += waiting.peek().bytes;
        if (bytes > limits.batchBytes && !batch.isEmpty()) {
          break;
        }
        batch.add(waiting.remove());
        waitingBytes -= batch.getLast().bytes;
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void flush(List<Entry<T, R>> batch) {
    try {
      List<R> fates = write.apply(batch.stream().map(Entry::item).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).fate.complete(fates.get(i));
      }
    } catch (DatabaseException e) {
      if (e.isAboutTheValues() && batch.size() > 1) {
        batch.forEach(entry -> flush(List.of(entry)));
      } else {
        batch.forEach(entry -> entry.fate.completeExceptionally(e));
      }
    } catch (RuntimeException | Error e) {
      // The writer's edge: its callers get the failure, the writer lives on.
      batch.forEach(entry -> entry.fate.completeExceptionally(e));
    }
  }
}
