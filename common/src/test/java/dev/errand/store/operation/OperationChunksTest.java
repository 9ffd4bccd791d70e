package dev.errand.store.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.JobState;
import dev.errand.store.JobEvents;
import dev.errand.store.operation.OperationChunks.Chunk;
import dev.errand.store.operation.OperationChunks.Moved;
import dev.errand.store.operation.OperationChunks.Page;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Chunks of operations: which jobs they move, and that each is moved once. */
class OperationChunksTest {

  private final OperationFixture it = new OperationFixture();
  private final StoreFixture store = it.store;

  static Stream<Arguments> actionsAndStates() {
    return Arrays.stream(OperationAction.values())
        .flatMap(
            action -> Arrays.stream(JobState.values()).map(state -> Arguments.of(action, state)));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("actionsAndStates")
  void anActionMovesJobsOfItsStatesAndNoOthers(OperationAction action, JobState state) {
    UUID id = it.job(state);

    Operation operation = it.create(action);
    Chunk chunk = it.move(operation, id);

    boolean moves = action.states().contains(state);
    assertTrue(chunk.whole());
    assertEquals(moves ? List.of(new Moved(id, StoreFixture.LANE)) : List.of(), chunk.moved());
    assertEquals(moves ? 1 : 0, it.find(operation).done());
    assertEquals(moves ? after(action, state) : Optional.of(state.text()), state(id));
    assertEquals(Operation.State.COMPLETED, it.find(operation).state());
  }

  @ParameterizedTest
  @EnumSource(OperationAction.class)
  void countingFindsTheSameJobs(OperationAction action) {
    List<UUID> ids = Arrays.stream(JobState.values()).map(it::job).toList();
    Optional<Integer> priority =
        action == OperationAction.REPRIORITISE ? Optional.of(7) : Optional.empty();
    Page page = new Page(ids, action.states(), Optional.empty());

    Map<JobState, Integer> counts =
        it.chunks.count("default", action, priority, it.moves.moment(), page);

    Map<JobState, Integer> expected = new EnumMap<>(JobState.class);
    action.states().forEach(state -> expected.put(state, 1));
    assertEquals(expected, counts);
    assertEquals(Map.of(), it.chunks.count("another", action, priority, it.moves.moment(), page));
  }

  @Test
  void whatFailsAnewIsNotRetriedTwice() {
    UUID id = it.job(JobState.FAILED);
    Operation operation = it.create(OperationAction.RETRY);
    store.execute("update job set ended_at = now() where id = '%s'".formatted(id));

    assertEquals(List.of(), it.move(operation, id).moved());
    assertEquals(Optional.of("failed"), state(id));
  }

  @Test
  void whatSomebodyRetriedOrSubmittedSinceIsNotCancelled() {
    UUID before = it.job(JobState.QUEUED);
    UUID retried = it.job(JobState.FAILED);
    Operation operation = it.create(OperationAction.CANCEL);
    store.jobs.retry(Caller.open(), retried);
    UUID after = it.job(JobState.QUEUED);

    Chunk chunk = it.move(operation, before, retried, after);

    assertEquals(List.of(before), chunk.moved().stream().map(Moved::job).toList());
    assertEquals(Optional.of("queued"), state(retried));
    assertEquals(Optional.of("queued"), state(after));
  }

  @Test
  void linesOfBatchesAreCancelledAndReprioritisedButNeitherRetriedNorDeleted() {
    UUID failed = it.job(JobState.FAILED);
    UUID queued = it.job(JobState.QUEUED);
    store.execute("update job set batch = gen_random_uuid(), line = 1");

    assertEquals(List.of(), it.move(it.create(OperationAction.RETRY), failed).moved());
    assertEquals(List.of(), it.move(it.create(OperationAction.DELETE), failed).moved());
    assertEquals(1, it.move(it.create(OperationAction.REPRIORITISE), queued).moved().size());
    assertEquals(1, it.move(it.create(OperationAction.CANCEL), queued).moved().size());
  }

  @Test
  void jobsOfAnotherTenantAreLeftAlone() {
    UUID id = it.job(JobState.FAILED);
    store.execute("update job set tenant = 'another'");

    assertEquals(List.of(), it.move(it.create(OperationAction.RETRY), id).moved());
  }

  @Test
  void statesThatTheFilterLeavesOutAreLeftAlone() {
    UUID expired = it.job(JobState.EXPIRED);
    UUID failed = it.job(JobState.FAILED);
    Operation operation = it.create(OperationAction.RETRY);

    Chunk chunk =
        it.chunks.move(
            operation,
            new Page(List.of(expired, failed), Set.of(JobState.FAILED), Optional.empty()));

    assertEquals(List.of(failed), chunk.moved().stream().map(Moved::job).toList());
  }

  @Test
  void anOperationGoesFromPageToPageAndEachIsDoneOnce() {
    UUID first = it.job(JobState.FAILED);
    UUID second = it.job(JobState.FAILED);
    Operation start = it.create(OperationAction.RETRY);
    Page page = new Page(List.of(second), start.action().states(), Optional.of("second"));

    assertEquals(1, it.chunks.move(start, page).moved().size());
    // As somebody does it who does not know that it is done.
    assertEquals(new Chunk(List.of(), false), it.chunks.move(start, page));

    Operation next = it.find(start);
    assertEquals(Optional.of("second"), next.position());
    assertEquals(Operation.State.RUNNING, next.state());
    it.move(next, first);
    assertEquals(2, it.find(start).done());
    assertEquals(Operation.State.COMPLETED, it.find(start).state());
    assertEquals(List.of(), it.moves.active(10));
  }

  @Test
  void aPageWithALockedJobIsDoneAgainForWhatIsLeftOfIt() throws Exception {
    UUID free = it.job(JobState.FAILED);
    UUID locked = it.job(JobState.FAILED);
    Operation operation = it.create(OperationAction.RETRY);

    Chunk chunk;
    try (Connection connection = DriverManager.getConnection(it.url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select from job where id = '%s' for update".formatted(locked));
      chunk = it.move(operation, free, locked);
    }

    assertFalse(chunk.whole());
    assertEquals(List.of(free), chunk.moved().stream().map(Moved::job).toList());
    assertEquals(Operation.State.RUNNING, it.find(operation).state());

    Chunk again = it.move(it.find(operation), free, locked);
    assertTrue(again.whole());
    assertEquals(List.of(locked), again.moved().stream().map(Moved::job).toList());
    assertEquals(2, it.find(operation).done());
  }

  @Test
  void aStoppedOperationMovesNothing() {
    UUID id = it.job(JobState.FAILED);
    Operation operation = it.create(OperationAction.RETRY);
    it.operations.stop(Caller.open(), OperationFixture.ORIGIN, operation.id());

    assertEquals(new Chunk(List.of(), false), it.move(operation, id));
    assertEquals(Optional.of("failed"), state(id));
  }

  @Test
  void aRetriedJobHasANewLifeWithoutItsResult() {
    UUID id = it.job(JobState.FAILED);
    store.execute("update job set deadline = now(), spent = 3, throttles = 2");

    it.move(it.create(OperationAction.RETRY), id);

    assertEquals(
        List.of(List.of("2", "0", "0", "t", "t")),
        store.query(
            "select life, spent, throttles, deadline is null, retried_at is not null from job"));
    assertEquals(List.of(), store.query("select from job_result"));
  }

  @Test
  void eachDeletionIsAuditedWithItsOperation() {
    UUID id = it.job(JobState.SUCCEEDED);
    Operation operation = it.create(OperationAction.DELETE);

    it.move(operation, id);

    for (String table : List.of("job", "job_request", "job_result", "attempt")) {
      assertEquals(List.of(), store.query("select from " + table), table);
    }
    assertEquals(List.of("operation.create", "job.delete"), it.audited("what"));
    assertEquals(List.of(operation.id().toString(), id.toString()), it.audited("which"));
    assertEquals(operation.id().toString(), it.audited("details->>'operation'").getLast());
    assertEquals(List.of("open", "open"), it.audited("who"));
    assertEquals(List.of("10.1.2.3", "10.1.2.3"), it.audited("origin"));
  }

  @Test
  void cancelledJobsEndLikeOthersAndTheirWorkersAreTold() throws Exception {
    UUID running = it.job(JobState.RUNNING);
    UUID queued = it.job(JobState.QUEUED);
    Operation operation = it.create(OperationAction.CANCEL);
    try (Connection listener = DriverManager.getConnection(it.url);
        Statement statement = listener.createStatement()) {
      statement.execute("listen " + JobEvents.CANCELLED);
      statement.execute("listen " + JobEvents.ENDED);

      it.move(operation, running, queued);

      statement.execute("select 1");
      Map<String, Set<String>> told =
          Arrays.stream(listener.unwrap(PGConnection.class).getNotifications())
              .collect(
                  Collectors.toMap(
                      PGNotification::getName,
                      notified -> Set.of(notified.getParameter().split(","))));
      assertEquals(Set.of(running.toString()), told.get(JobEvents.CANCELLED));
      assertEquals(Set.of(running.toString(), queued.toString()), told.get(JobEvents.ENDED));
    }
    assertEquals(
        List.of(List.of(running.toString(), "cancelled")),
        store.query("select job_id, outcome from attempt"));
  }

  @Test
  void aJobThatHasThePriorityAlreadyIsNotCountedAsDone() {
    UUID low = it.job(JobState.QUEUED);
    UUID same = it.job(JobState.QUEUED);
    store.execute("update job set priority = 7 where id = '%s'".formatted(same));

    Chunk chunk = it.move(it.create(OperationAction.REPRIORITISE), low, same);

    assertTrue(chunk.whole());
    assertEquals(List.of(low), chunk.moved().stream().map(Moved::job).toList());
    assertEquals(List.of(List.of("7"), List.of("7")), store.query("select priority from job"));
  }

  private static Optional<String> after(OperationAction action, JobState state) {
    return switch (action) {
      case RETRY -> Optional.of("queued");
      case CANCEL -> Optional.of("cancelled");
      case DELETE -> Optional.empty();
      case REPRIORITISE -> Optional.of(state.text());
    };
  }

  private Optional<String> state(UUID id) {
    return store.query("select state from job where id = '%s'".formatted(id)).stream()
        .map(List::getFirst)
        .findFirst();
  }
}
