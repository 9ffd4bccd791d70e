package dev.errand.api.operations;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.hints.HintQueue;
import dev.errand.broker.Hint;
import dev.errand.database.DatabaseException;
import dev.errand.store.operation.Operation;
import dev.errand.store.operation.OperationAction;
import dev.errand.store.operation.OperationChunks;
import dev.errand.store.operation.OperationChunks.Chunk;
import dev.errand.store.operation.OperationChunks.Moved;
import dev.errand.store.operation.OperationChunks.Page;
import dev.errand.store.operation.OperationMoves;
import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Does what there is to do for operations, a chunk of each in turn, so that a large one does not
 * hold up the others. What is interrupted is continued by the next round, of this replica or
 * another.
 */
@ApplicationScoped
public class OperationRounds {

  private static final int MOST = 100;

  /** Then it is looked again which operations there are. */
  private static final int CHUNKS = 20;

  private static final Logger LOG = Logger.getLogger(OperationRounds.class);

  private final OperationMoves moves;
  private final OperationChunks chunks;
  private final MatchingJobs jobs;
  private final HintQueue hints;
  private final MeterRegistry metrics;
  private final Duration retention;
  private final int batch;
  private final Set<UUID> broken = ConcurrentHashMap.newKeySet();

  @Inject
  OperationRounds(
      OperationMoves moves,
      OperationChunks chunks,
      MatchingJobs jobs,
      HintQueue hints,
      MeterRegistry metrics,
      ApiConfig config) {
    this.moves = moves;
    this.chunks = chunks;
    this.jobs = jobs;
    this.hints = hints;
    this.metrics = metrics;
    this.retention = config.audit().retention();
    this.batch = config.dispatch().batch();
  }

  /** Moves some jobs of each operation that is under way. */
  public void run() {
    for (int i = 0; i < CHUNKS && !Thread.currentThread().isInterrupted(); i++) {
      List<Operation> active = moves.active(MOST);
      broken.retainAll(active.stream().map(Operation::id).toList());
      List<Operation> whole =
          active.stream().filter(operation -> !broken.contains(operation.id())).toList();
      if (whole.isEmpty()) {
        return;
      }
      whole.forEach(this::tryOne);
    }
  }

  /** Deletes operations that ended as long ago as entries of the audit log are kept. */
  public void purge() {
    int purged;
    do {
      purged = moves.purge(retention, batch);
    } while (purged == batch && !Thread.currentThread().isInterrupted());
  }

  /** An operation's edge: a defect stops it, in this replica, and no other. */
  private void tryOne(Operation operation) {
    try {
      one(operation);
    } catch (DatabaseException e) {
      throw e;
    } catch (RuntimeException e) {
      broken.add(operation.id());
      LOG.error(
          about("operation_broke", operation).next("it is tried again after a restart; stop it"),
          e);
    }
  }

  private void one(Operation operation) {
    Page page = jobs.page(operation.caller(), Selection.of(operation), operation.position());
    Chunk chunk = chunks.move(operation, page);
    String move = operation.action().text();
    Metric.JOBS_DISPATCHED.counter(metrics, move).increment(chunk.moved().size());
    if (operation.action() == OperationAction.RETRY) {
      hint(chunk.moved());
    }
    if (chunk.whole() && page.next().isEmpty()) {
      LOG.info(
          about("operation_completed", operation)
              .with("jobs", operation.jobs())
              .with("done", operation.done() + chunk.moved().size()));
    }
  }

  private void hint(List<Moved> moved) {
    hints.publish(moved.stream().map(job -> new Hint(job.lane(), job.job())).toList());
  }

  private static LogLine about(String event, Operation operation) {
    return LogLine.event(event)
        .with("operation", operation.id())
        .with("tenant", operation.tenant())
        .with("action", operation.action().text());
  }
}
