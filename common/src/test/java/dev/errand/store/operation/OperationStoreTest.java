package dev.errand.store.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.JobState;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Operations as clients create, read and stop them. */
class OperationStoreTest {

  private static final Caller OTHER = StoreFixture.caller("another");

  private final OperationFixture it = new OperationFixture();

  @Test
  void aCreatedOperationIsAsItWasAskedForAndAudited() {
    NewOperation wanted =
        it.operation(OperationAction.REPRIORITISE, Optional.of(-10), Optional.of("night"));

    Operation created = create(wanted, 10).orElseThrow();

    assertEquals(created, it.operations.find(Caller.open(), wanted.id()).orElseThrow());
    assertEquals(created, it.operations.named(Caller.open(), "night").orElseThrow());
    assertEquals(OperationAction.REPRIORITISE, created.action());
    assertEquals(Optional.of(-10), created.priority());
    assertEquals(wanted.at(), created.createdAt());
    assertEquals("because", created.reason());
    assertEquals(3, created.jobs());
    assertEquals(0, created.done());
    assertEquals(Operation.State.RUNNING, created.state());
    assertEquals(List.of("operation.create"), it.audited("what"));
    assertEquals(List.of("because"), it.audited("details->>'reason'"));
    assertEquals(List.of("-10"), it.audited("details->>'priority'"));
    assertEquals(List.of("3"), it.audited("details->>'jobs'"));
  }

  @Test
  void aKeyIsUsedOnceByATenant() {
    create(it.operation(OperationAction.RETRY, Optional.empty(), Optional.of("k")), 10);

    assertEquals(
        Optional.empty(),
        create(it.operation(OperationAction.RETRY, Optional.empty(), Optional.of("k")), 10));
    assertEquals(Optional.empty(), it.operations.named(OTHER, "k"));
    assertEquals(List.of("operation.create"), it.audited("what"));
  }

  @Test
  void aTenantHasABoundedNumberOfOperationsUnderWay() {
    Operation first = it.create(OperationAction.RETRY);
    it.create(OperationAction.RETRY);
    NewOperation third = it.operation(OperationAction.RETRY, Optional.empty(), Optional.empty());
    assertEquals(Optional.empty(), create(third, 2));

    stop(first.id());

    assertTrue(create(third, 2).isPresent());
  }

  @Test
  void theyAreListedNewestFirst() {
    List<UUID> ids =
        List.of(
            it.create(OperationAction.RETRY).id(),
            it.create(OperationAction.CANCEL).id(),
            it.create(OperationAction.DELETE).id());

    assertEquals(ids.reversed(), listed(Optional.empty(), 10));
    assertEquals(List.of(ids.get(2)), listed(Optional.empty(), 1));
    assertEquals(List.of(ids.get(1), ids.get(0)), listed(Optional.of(ids.get(2)), 10));
  }

  @Test
  void aStoppedOperationIsAuditedAndCannotBeStoppedAgain() {
    Operation operation = it.create(OperationAction.RETRY);

    Operation stopped = stop(operation.id()).orElseThrow();

    assertEquals(Operation.State.STOPPED, stopped.state());
    assertTrue(stopped.endedAt().isPresent());
    assertEquals(Optional.empty(), stop(operation.id()));
    assertEquals(List.of("operation.create", "operation.stop"), it.audited("what"));
  }

  @Test
  void anotherTenantsOperationDoesNotExist() {
    Operation operation = it.create(OperationAction.RETRY);

    assertEquals(Optional.empty(), it.operations.find(OTHER, operation.id()));
    assertEquals(List.of(), it.operations.list(OTHER, Optional.empty(), 10));
    assertEquals(
        Optional.empty(), it.operations.stop(OTHER, OperationFixture.ORIGIN, operation.id()));
    assertEquals(Operation.State.RUNNING, it.find(operation).state());
  }

  @Test
  void theyAreForgottenSomeTimeAfterTheirEnd() {
    Operation running = it.create(OperationAction.RETRY);
    Operation ended = it.create(OperationAction.RETRY);
    it.move(ended, it.job(JobState.FAILED));
    assertEquals(0, it.moves.purge(Duration.ofHours(1), 10));

    it.store.execute("update operation set ended_at = ended_at - interval '2 h'");

    assertEquals(1, it.moves.purge(Duration.ofHours(1), 10));
    assertEquals(List.of(running.id()), listed(Optional.empty(), 10));
  }

  @Test
  void thoseOfADeletedTenantAreLeftAloneAndGoWithIt() {
    it.store.execute("insert into tenant (name) values ('another')");
    NewOperation wanted = it.operation(OperationAction.RETRY, Optional.empty(), Optional.empty());
    it.operations.create(OTHER, OperationFixture.ORIGIN, wanted, 10);
    assertEquals(1, it.moves.active(10).size());

    it.store.execute(
        "update tenant set deleted_at = now() - interval '1 h' where name = 'another'");
    assertEquals(List.of(), it.moves.active(10));

    assertTrue(it.store.tenants.erase("another", Duration.ofMinutes(1)));
    assertEquals(List.of(), it.store.query("select from operation"));
  }

  private Optional<Operation> create(NewOperation operation, int most) {
    return it.operations.create(Caller.open(), OperationFixture.ORIGIN, operation, most);
  }

  private Optional<Operation> stop(UUID id) {
    return it.operations.stop(Caller.open(), OperationFixture.ORIGIN, id);
  }

  private List<UUID> listed(Optional<UUID> before, int limit) {
    return it.operations.list(Caller.open(), before, limit).stream().map(Operation::id).toList();
  }
}
