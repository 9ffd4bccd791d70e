package dev.errand.api.wait;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The waiting requests by job: a bounded number of futures. */
final class WaitingRoom {

  private final int limit;
  private final Semaphore places;
  private final Map<UUID, Set<CompletableFuture<Void>>> waiting = new ConcurrentHashMap<>();
  private volatile boolean closed;

  WaitingRoom(int limit) {
    this.limit = limit;
    this.places = new Semaphore(limit);
  }

  /**
   * A future that completes when the job is dismissed or the time is over; an already completed one
   * if the room is full or closed.
   *
   * @param entered run once a dismissal can no longer be missed
   */
  CompletableFuture<Void> enter(UUID id, Duration atMost, Runnable entered) {
    if (closed || !places.tryAcquire()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> end = new CompletableFuture<>();
    waiting.compute(
        id,
        (key, ends) -> {
          Set<CompletableFuture<Void>> all = ends == null ? ConcurrentHashMap.newKeySet() : ends;
          all.add(end);
          return all;
        });
    end.whenComplete((nothing, cancelled) -> leave(id, end));
    end.completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS);
    entered.run();
    return end;
  }

  /** Completes all futures for a job. */
  void dismiss(UUID id) {
    List.copyOf(waiting.getOrDefault(id, Set.of())).forEach(end -> end.complete(null));
  }

  /** The awaited jobs. */
  Collection<UUID> awaited() {
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

  private void leave(UUID id, CompletableFuture<Void> end) {
    waiting.computeIfPresent(
        id,
        (key, ends) -> {
          ends.remove(end);
          return ends.isEmpty() ? null : ends;
        });
    places.release();
  }
}
