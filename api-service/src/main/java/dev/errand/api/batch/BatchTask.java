package dev.errand.api.batch;

import dev.errand.store.batch.ActiveBatch;
import dev.errand.store.batch.BatchEnds;
import dev.errand.store.batch.BatchMoves;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The work on one batch: its lines are validated, then planned, and ended if it is stopped; once
 * all have ended, it is settled. Each step is a commit and is found again by its batch's row.
 */
@ApplicationScoped
class BatchTask {

  private static final int CHUNK = 1000;

  private final BatchMoves moves;
  private final BatchEnds ends;
  private final BatchValidation validation;
  private final BatchPlanning planning;
  private final BatchSettling settling;

  /** All lines before it have ended. A job that is a line ends once, so it only grows. */
  private final Map<UUID, Integer> unended = new ConcurrentHashMap<>();

  private final Map<UUID, Long> looked = new ConcurrentHashMap<>();

  @Inject
  BatchTask(
      BatchMoves moves,
      BatchEnds ends,
      BatchValidation validation,
      BatchPlanning planning,
      BatchSettling settling) {
    this.moves = moves;
    this.ends = ends;
    this.validation = validation;
    this.planning = planning;
    this.settling = settling;
  }

  /**
   * Whether there is something to do for a batch.
   *
   * @param interval between looks whether all lines have ended
   */
  boolean isNeeded(ActiveBatch batch, Duration interval) {
    return !batch.isPlanned()
        || batch.stopped()
        || batch.isOver()
        || isDue(batch.id(), interval) && firstUnended(batch.id()).isEmpty();
  }

  private boolean isDue(UUID batch, Duration interval) {
    long now = System.nanoTime();
    Long last = looked.get(batch);
    boolean due = last == null || now - last >= interval.toNanos();
    if (due) {
      looked.put(batch, now);
    }
    return due;
  }

  /**
   * Works on a batch until there is nothing to do.
   *
   * @param worker the name of this service
   * @param goOn asked between the steps
   */
  void run(UUID id, String worker, BooleanSupplier goOn) {
    boolean more = true;
    while (more && goOn.getAsBoolean()) {
      Optional<ActiveBatch> batch = moves.claim(id, worker, BatchRounds.LEASE);
      more =
          batch.isPresent()
              && step(batch.get(), () -> moves.claim(id, worker, BatchRounds.LEASE), goOn);
    }
  }

  void forgetAllBut(Set<UUID> active) {
    unended.keySet().retainAll(active);
    looked.keySet().retainAll(active);
  }

  /** Does one step; returns whether there may be another one now. */
  private boolean step(ActiveBatch batch, Runnable renew, BooleanSupplier goOn) {
    if (batch.isPlanned() && firstUnended(batch.id()).isEmpty()) {
      settling.settle(batch, renew);
      return false;
    }
    if (batch.isOver() && !batch.stopped()) {
      moves.expire(batch.id());
      return true;
    }
    if (batch.total().isEmpty()) {
      return validation.validate(batch, renew);
    }
    if (!batch.isPlanned()) {
      return planning.plan(batch, renew, goOn);
    }
    return batch.stopped() && stop(batch.id()) > 0;
  }

  private int stop(UUID batch) {
    return ends.stop(batch, unended.getOrDefault(batch, 0), CHUNK);
  }

  private OptionalInt firstUnended(UUID batch) {
    OptionalInt line = ends.firstUnended(batch, unended.getOrDefault(batch, 0));
    line.ifPresent(number -> unended.put(batch, number));
    return line;
  }
}
