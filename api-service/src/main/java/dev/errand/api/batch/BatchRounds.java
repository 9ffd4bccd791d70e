package dev.errand.api.batch;

import dev.errand.api.config.OpenAiConfig;
import dev.errand.database.DatabaseException;
import dev.errand.store.batch.ActiveBatch;
import dev.errand.store.batch.BatchMoves;
import dev.errand.store.files.FileStoreException;
import dev.errand.telemetry.LogLine;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Finds batches that need work, and does it, several at the same time and none twice at once. What
 * is interrupted is continued by the next round, of this replica or another.
 */
@ApplicationScoped
public class BatchRounds {

  /** Until then the other replicas leave the batches of one that has died. */
  static final Duration LEASE = Duration.ofSeconds(10);

  /** After a failure that is not the database's. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** Between two looks at a batch, for each batch: they take a connection a few percent of time. */
  private static final Duration LOOK = Duration.ofMillis(20);

  private static final int MOST = 1000;
  private static final Logger LOG = Logger.getLogger(BatchRounds.class);

  private final BatchMoves moves;
  private final BatchTask task;
  private final String worker = UUID.randomUUID().toString();
  private final Semaphore room;
  private final Set<UUID> busy = ConcurrentHashMap.newKeySet();
  private final Map<UUID, Long> paused = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  @Inject
  BatchRounds(BatchMoves moves, BatchTask task, OpenAiConfig config) {
    this.moves = moves;
    this.task = task;
    this.room = new Semaphore(config.batches().concurrency());
  }

  /** Begins to work on all batches that need it and for which there is room. */
  public void run() {
    List<ActiveBatch> active = moves.active(worker, MOST);
    Set<UUID> ids = active.stream().map(ActiveBatch::id).collect(Collectors.toSet());
    task.forgetAllBut(ids);
    paused.keySet().retainAll(ids);
    Duration interval = LOOK.multipliedBy(active.size());
    active.stream().filter(batch -> !isPaused(batch.id())).forEach(batch -> begin(batch, interval));
  }

  /** Does a round at once, not at its time. */
  void soon() {
    Thread.ofVirtual().name("batches-soon").start(this::tryRun);
  }

  /** Leaves its batches to the other replicas. */
  void stop(@Observes ShutdownEvent event) {
    stopping = true;
    try {
      moves.release(worker);
    } catch (DatabaseException e) {
      LOG.debug(LogLine.event("batches_not_released").with("error", e.getMessage()));
    }
  }

  private void tryRun() {
    try {
      run();
    } catch (DatabaseException e) {
      // The dispatcher's next round reports it if it lasts.
      LOG.debug(LogLine.event("batches_later").with("error", e.getMessage()));
    }
  }

  private boolean isPaused(UUID batch) {
    Long since = paused.get(batch);
    return since != null && System.nanoTime() - since < PAUSE.toNanos();
  }

  private void begin(ActiveBatch batch, Duration interval) {
    if (stopping || !busy.add(batch.id())) {
      return;
    }
    boolean begun = false;
    try {
      if (task.isNeeded(batch, interval) && room.tryAcquire()) {
        begun = true;
        Thread.ofVirtual().name("batch-" + batch.id()).start(() -> work(batch.id()));
      }
    } finally {
      if (!begun) {
        busy.remove(batch.id());
      }
    }
  }

  private void work(UUID batch) {
    try {
      task.run(batch, worker, () -> !stopping);
      paused.remove(batch);
    } catch (DatabaseException | FileStoreException e) {
      paused.put(batch, System.nanoTime());
      LOG.warn(failed(batch).with("error", e.getMessage()));
    } catch (RuntimeException e) {
      // The task's edge: a defect stops one batch only, and is tried again.
      paused.put(batch, System.nanoTime());
      LOG.error(failed(batch), e);
    } finally {
      room.release();
      busy.remove(batch);
    }
  }

  private static LogLine failed(UUID batch) {
    return LogLine.event("batch_delayed").with("batch", batch).with("retry_after", PAUSE);
  }
}
