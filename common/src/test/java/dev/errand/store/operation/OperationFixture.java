package dev.errand.store.operation;

import dev.errand.job.JobId;
import dev.errand.job.JobState;
import dev.errand.store.operation.OperationChunks.Chunk;
import dev.errand.store.operation.OperationChunks.Page;
import dev.errand.tenant.Caller;
import dev.errand.testing.MigratedDatabase;
import dev.errand.testing.StoreFixture;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Operations and jobs in any state, on a fresh database. */
final class OperationFixture {

  static final String ORIGIN = "10.1.2.3";
  static final int MOST = 10;

  final String url = MigratedDatabase.fresh();
  final StoreFixture store = new StoreFixture(url);
  final OperationStore operations = new OperationStore(store.database);
  final OperationMoves moves = new OperationMoves(store.database);
  final OperationChunks chunks = new OperationChunks(store.database);

  /** A job in this state, written without any move. */
  UUID job(JobState state) {
    UUID id = store.submit();
    boolean runs = state == JobState.RUNNING;
    store.execute(
        """
        update job set state = '%s', attempt = 1, started_at = now(), ended_at = %s,
          lease_owner = %s, lease_until = %s
        where id = '%s'
        """
            .formatted(
                state.text(),
                state.isFinal() ? "now()" : "null",
                runs ? "'w'" : "null",
                runs ? "now() + interval '1 h'" : "null",
                id));
    if (state == JobState.SUCCEEDED || state == JobState.FAILED) {
      store.execute(
          "insert into job_result (job_id, error_type) values ('%s', 'timeout')".formatted(id));
    }
    return id;
  }

  /** An operation that is created now. */
  Operation create(OperationAction action) {
    boolean reprioritises = action == OperationAction.REPRIORITISE;
    return create(action, reprioritises ? Optional.of(7) : Optional.empty());
  }

  Operation create(OperationAction action, Optional<Integer> priority) {
    return operations
        .create(Caller.open(), ORIGIN, operation(action, priority, Optional.empty()), MOST)
        .orElseThrow();
  }

  NewOperation operation(OperationAction action, Optional<Integer> priority, Optional<String> key) {
    Instant at = moves.moment();
    return new NewOperation(
        JobId.next(InstantSource.system()), key, action, priority, "{}", "because", at, 3, 3);
  }

  /** The only page of an operation: these jobs. */
  Chunk move(Operation operation, UUID... jobs) {
    return chunks.move(
        operation, new Page(List.of(jobs), operation.action().states(), Optional.empty()));
  }

  Operation find(Operation operation) {
    return operations.find(Caller.open(), operation.id()).orElseThrow();
  }

  /** A column of the audit log, by time. */
  List<String> audited(String column) {
    return store
        .query("select (%s)::text from audit order by at, what, which".formatted(column))
        .stream()
        .map(List::getFirst)
        .toList();
  }
}
