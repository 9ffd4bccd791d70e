package dev.errand.store.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.database.DatabaseException;
import dev.errand.job.Failure;
import dev.errand.job.JobState;
import dev.errand.job.Outcome;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.ClaimedJob;
import dev.errand.store.JobStore.Move;
import dev.errand.store.batch.BatchEnds.Counts;
import dev.errand.store.batch.BatchPlans.Planned;
import dev.errand.store.batch.BatchSettlement.View;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BatchLifeTest {

  private static final Call CALL = new Call(200, "req_1", new Usage(1L, 2L, 3L));
  private static final Call FAILED = new Call(404, "req_2", Usage.UNKNOWN);
  private static final Failure FAILURE = new Failure(Failure.Type.PROVIDER_ERROR, "no");
  private static final Duration MONTH = Duration.ofDays(30);

  private final BatchFixture fixture = new BatchFixture();
  private final StoreFixture store = fixture.store;

  @Test
  void eachLineBecomesAJobOfItsBatchOnce() {
    UUID batch = fixture.batch(5, 2);

    assertEquals(3, fixture.plan(batch, 2, 3).size());

    assertEquals(List.of(), fixture.plan(batch, 2, 3));
    assertTrue(fixture.active(batch).isPlanned());
    assertEquals(50, fixture.active(batch).position());
    assertEquals(
        List.of(
            List.of("1", "c1", "-10", "queued", "t"),
            List.of("2", "c2", "-10", "queued", "t"),
            List.of("3", "c3", "-10", "queued", "t"),
            List.of("4", "c4", "-10", "queued", "t"),
            List.of("5", "c5", "-10", "queued", "t")),
        store.query(
            """
            select r.line, r.custom_id, j.priority, j.state, j.deadline = b.expires_at
            from job_request r join job j on j.id = r.job_id and j.batch = r.batch
              and j.line = r.line join batch b on b.id = j.batch
            order by r.line
            """));
  }

  @Test
  void aLineCannotBecomeTwoJobs() {
    UUID batch = fixture.batch(5, 2);
    store.execute("update batch set planned = 1");

    assertThrows(DatabaseException.class, () -> fixture.plan(batch, 1, 3));

    assertEquals(List.of(List.of("2")), store.query("select count(*) from job"));
  }

  @Test
  void aLineThatCannotRunAnyMoreFailsAtOnce() {
    UUID batch = fixture.batch(2, 1);

    List<Planned> planned = fixture.plan(batch, 1, "no lane takes the model");

    assertEquals(List.of(JobState.FAILED), planned.stream().map(Planned::state).toList());
    assertEquals(new Counts(0, 1), fixture.ends.count(batch));
    assertEquals(
        List.of(List.of("2", "configuration", "no lane takes the model")),
        store.query(
            """
            select j.line, r.error_type, r.error_message
            from job_result r join job j on j.id = r.job_id
            """));
  }

  @Test
  void theCountersAreKeptByTheEndings() {
    UUID batch = fixture.batch(3, 3);
    List<ClaimedJob> running = store.claim("w", 2);

    store.leases.end(
        "w",
        List.of(
            AttemptEnd.succeeded(running.get(0).lease(), "{}".getBytes(UTF_8), CALL),
            AttemptEnd.failed(running.get(1).lease(), Outcome.FAILED, FAILURE, FAILED)));

    assertEquals(new Counts(1, 1), fixture.ends.count(batch));
    assertEquals(OptionalInt.of(3), fixture.ends.firstUnended(batch, 0));
    assertEquals(OptionalInt.empty(), fixture.ends.firstUnended(batch, 4));
  }

  @Test
  void aLineThatHasEndedIsNeitherRetriedNorDeletedNorPurged() {
    UUID batch = fixture.batch(1, 1);
    UUID job = UUID.fromString(store.query("select id from job").getFirst().getFirst());
    assertTrue(store.jobs.cancel(Caller.open(), job).orElseThrow().won());

    Optional<Move> kept = Optional.of(new Move(JobState.CANCELLED, false, true));
    assertEquals(kept, store.jobs.retry(Caller.open(), job));
    assertEquals(kept, store.jobs.delete(Caller.open(), "here", job));
    assertEquals(0, store.dispatch.purge(Duration.ofSeconds(-1), 10));
    assertEquals(new Counts(0, 1), fixture.ends.count(batch));
  }

  @Test
  void theLinesOfACancelledBatchAreEndedAndPlannedAsEnded() {
    UUID batch = fixture.batch(5, 3);
    store.claim("w", 1);

    assertEquals(
        Optional.of(BatchStatus.IN_PROGRESS), fixture.batches.cancel(Caller.open(), batch));
    assertEquals(Optional.of(BatchStatus.CANCELLING), fixture.batches.cancel(Caller.open(), batch));
    List<Planned> rest = fixture.plan(batch, 3, 2);

    assertEquals(
        List.of(JobState.CANCELLED, JobState.CANCELLED),
        rest.stream().map(Planned::state).toList());
    assertEquals(2, fixture.ends.stop(batch, 0, 2));
    assertEquals(1, fixture.ends.stop(batch, 0, 2));
    assertEquals(0, fixture.ends.stop(batch, 0, 2));
    assertEquals(new Counts(0, 5), fixture.ends.count(batch));
    assertEquals(
        List.of(List.of("cancelled", "1")),
        store.query("select outcome, count(*) from attempt group by outcome"));
    assertEquals(List.of(), store.claim("w", 10));
  }

  @Test
  void onlyABatchWhoseWindowIsOverExpires() {
    UUID batch = fixture.batch(2, 2);
    fixture.moves.expire(batch);
    assertFalse(fixture.active(batch).stopped());

    store.execute("update batch set expires_at = now()");
    fixture.moves.expire(batch);

    assertTrue(fixture.active(batch).stopped());
    assertEquals(2, fixture.ends.stop(batch, 0, 10));
    assertEquals(
        List.of(List.of("expired", "2")),
        store.query("select state, count(*) from job group by state"));
    settle(batch, 0, 2);
    assertEquals("expired", fixture.status(batch));
  }

  @Test
  void aBatchWhoseJobsTheDispatcherHasExpiredIsExpired() {
    UUID batch = fixture.batch(2, 2);
    store.execute("update batch set expires_at = now()");
    store.execute("update job set deadline = now()");
    assertEquals(2, store.dispatch.expire(10).size());

    assertEquals(Optional.of(BatchStatus.EXPIRED), settle(batch, 0, 2));
    assertEquals(new Counts(0, 2), fixture.ends.count(batch));
  }

  @Test
  void aBatchIsSettledOnce() {
    UUID batch = fixture.batch(1, 1);
    ClaimedJob job = store.claim("w", 1).getFirst();
    store.leases.end("w", List.of(AttemptEnd.succeeded(job.lease(), "{}".getBytes(UTF_8), CALL)));
    fixture.moves.beginToFinalize(batch);
    assertEquals("finalizing", fixture.status(batch));

    assertEquals(Optional.of(BatchStatus.COMPLETED), settle(batch, 1, 0));
    assertEquals(Optional.empty(), settle(batch, 1, 0));

    assertEquals(
        List.of(List.of("output", "o.jsonl", "100", "batch_output", "t", "t")),
        store.query(
            """
            select f.part, f.filename, f.bytes, f.purpose, f.id = b.output_file,
              f.expires_at = f.created_at + interval '30 d'
            from file f join batch b on b.id = f.batch
            """));
    assertEquals(Optional.of(BatchStatus.COMPLETED), fixture.batches.cancel(Caller.open(), batch));
    assertEquals("completed", fixture.status(batch));
  }

  @Test
  void endingsThatNobodyCountedAreCountedOnce() {
    UUID batch = fixture.batch(3, 3);
    fixture.store.jobs.cancel(
        Caller.open(),
        UUID.fromString(store.query("select id from job where line = 2").getFirst().getFirst()));
    store.execute("update job set state = 'succeeded', ended_at = now() where line = 3");

    fixture.ends.recount(batch);
    fixture.ends.recount(batch);

    assertEquals(new Counts(1, 1), fixture.ends.count(batch));
  }

  @Test
  void aBatchWithInvalidLinesFailsUnlessItWasCancelled() {
    UUID failed = fixture.batch();
    UUID cancelled = fixture.batch();
    fixture.batches.cancel(Caller.open(), cancelled);

    assertTrue(fixture.moves.reject(failed, "[]"));
    assertFalse(fixture.moves.reject(failed, "[]"));
    fixture.moves.reject(cancelled, "[]");

    assertEquals("failed", fixture.status(failed));
    assertEquals("cancelled", fixture.status(cancelled));
  }

  @Test
  void onlyAStoppedBatchEndsWithoutTheLinesThatAreLost() {
    UUID some = fixture.batch(5, 3);
    UUID none = fixture.batch();
    fixture.moves.accept(none, 2, "sim");
    assertFalse(fixture.moves.giveUpRest(some, "[]"));
    fixture.batches.cancel(Caller.open(), some);
    fixture.batches.cancel(Caller.open(), none);

    assertTrue(fixture.moves.giveUpRest(some, "[]"));
    assertTrue(fixture.moves.giveUpRest(none, "[]"));
    assertFalse(fixture.moves.giveUpRest(some, "[]"));

    assertEquals("cancelled", fixture.status(none));
    assertEquals("cancelling", fixture.status(some));
    assertTrue(fixture.active(some).isPlanned());
    assertEquals(3, fixture.ends.stop(some, 0, 10));
    assertEquals(Optional.of(BatchStatus.CANCELLED), settle(some, 0, 3));
    assertEquals(
        List.of(List.of("3", "[]")),
        store.query("select total, errors from batch where id = '%s'".formatted(some)));
  }

  @Test
  void anotherServiceContinuesWhenALeaseIsOver() {
    UUID batch = fixture.batch();
    assertTrue(fixture.moves.claim(batch, "a", MONTH).isPresent());

    assertTrue(fixture.moves.claim(batch, "b", MONTH).isEmpty());
    assertEquals(List.of(), fixture.moves.active("b", 10));
    assertEquals(1, fixture.moves.active("a", 10).size());
    store.execute("update batch set worker_until = now() - interval '1 s'");
    assertTrue(fixture.moves.claim(batch, "b", MONTH).isPresent());
    assertTrue(fixture.moves.claim(batch, "a", MONTH).isEmpty());
    fixture.moves.release("b");
    assertTrue(fixture.moves.claim(batch, "a", MONTH).isPresent());
  }

  private Optional<BatchStatus> settle(UUID batch, int output, int error) {
    return fixture.settlement.settle(batch, view("o", output), view("e", error), MONTH);
  }

  private static View view(String name, int lines) {
    return new View(
        lines == 0 ? Optional.empty() : Optional.of(UUID.randomUUID()),
        name + ".jsonl",
        new PartTotals(100L * lines, lines, 1, 0, 2, 0));
  }
}
