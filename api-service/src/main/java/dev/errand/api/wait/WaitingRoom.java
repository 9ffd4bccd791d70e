package dev.errand.api.wait;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The waiting requests by what they wait for: a bounded number of futures.
 *
 * @param <K> what they wait for, such as a job's id
 */
final class WaitingRoom<K> {

  private final int limit;
  private final Semaphore places;
  private final Map<K, Set<CompletableFuture<Void>>> waiting = new ConcurrentHashMap<>();
  private volatile boolean closed;

  WaitingRoom(int limit) {
    this.limit = limit;
    this.places = new Semaphore(limit);
  }

  /**
   * A future that completes when its key is dismissed or the time is over; an already completed one
   * if the room is full or closed.
   *
   * @param entered run once a dismissal can no longer be missed
   */
  CompletableFuture<Void> enter(K key, Duration atMost, Runnable entered) {
    if (closed || !places.tryAcquire()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> end = new CompletableFuture<>();
    waiting.compute(
        key,
        (_, ends) -> {
          Set<CompletableFuture<Void>> all = ends == null ? ConcurrentHashMap.newKeySet() : ends;
          all.add(end);
          return all;
        });
    end.whenComplete((nothing, cancelled) -> leave(key, end));
    end.completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS);
    entered.run();
    return end;
  }

  /** Completes all futures for a key. */
  void dismiss(K key) {
    List.copyOf(waiting.getOrDefault(key, Set.of())).forEach(end -> end.complete(null));
  }

  /** The awaited keys. */
  Collection<K> awaited() {
    return List.copyOf(waiting.keySet());
  }

  /** The number of waiting futures. */
  int size() {
    return limit - places.availablePermits();
  }

  /** Completes all futures and admits no more. */
  void close() {
    closed = true;
    awaited().forEach(this::dismiss);
  }

  private void leave(K key, CompletableFuture<Void> end) {
    waiting.computeIfPresent(
        key,
        (_, ends) -> {
          ends.remove(end);
          return ends.isEmpty() ? null : ends;
        });
    places.release();
  }
}
