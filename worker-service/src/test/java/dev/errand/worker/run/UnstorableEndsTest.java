package dev.errand.worker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.ClaimedJob;
import dev.errand.store.Lease;
import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.MigratedDatabase;
import dev.errand.testing.StoreFixture;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values that the database cannot store still end their job, so that no call is repeated because of
 * them.
 */
class UnstorableEndsTest {

  private final StoreFixture store =
      new StoreFixture(MigratedDatabase.migrated(EmbeddedDatabase.freshDatabaseIn("LATIN1")));
  private final Finisher finisher =
      new Finisher(ends -> store.leases.end("w", ends), 16 << 20, Duration.ofSeconds(20));

  @AfterEach
  void close() {
    finisher.close();
  }

  @ParameterizedTest
  @CsvSource({
    "der Schlüssel ist ungültig, der Schlüssel ist ungültig",
    "モデルがありません, ?????????",
    "no model “gpt-9”, no model ?gpt-9?",
    "нет такой модели, ??? ????? ??????",
    "rate limit 🚦, rate limit ?"
  })
  void aFailureIsRecordedOnceWithItsStorableParts(String message, String stored) {
    Lease lease = claim(1).getFirst();

    assertTrue(finisher.finish(failed(lease, message)));

    assertEquals(
        List.of(List.of("failed", "provider_error", stored, "400")),
        store.query(
            "select state, error_type, error_message, http_status"
                + " from job join job_result on job_id = id"));
    assertEquals(List.of(List.of("failed")), store.query("select outcome from attempt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"req-é漢", "😀", "Ω"})
  void anAnswerIsStoredIfOnlyItsCallIdCannotBe(String requestId) {
    Lease lease = claim(1).getFirst();
    Call call = new Call(200, requestId, new Usage(1L, 2L, 3L)).costing(new BigDecimal("0.001"));

    assertTrue(finisher.finish(AttemptEnd.succeeded(lease, new byte[] {1, 2}, call)));

    assertEquals(
        List.of(List.of("succeeded", "\\x0102")),
        store.query("select state, body from job join job_result on job_id = id"));
    assertEquals(
        List.of(List.of("200", "3", "0.001")),
        store.query(
            "select http_status, total_tokens, cost from attempt"
                + " where provider_request_id is null"));
  }

  @Test
  void theNeighboursOfABadEndAreRecordedAsTheyAre() throws Exception {
    List<Lease> leases = claim(40);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> fates =
          leases.stream()
              .map(
                  lease ->
                      threads.submit(
                          () ->
                              finisher.finish(
                                  lease.equals(leases.get(17))
                                      ? failed(lease, "нет")
                                      : AttemptEnd.succeeded(lease, new byte[] {1}, Call.UNHEARD))))
              .toList();
      for (Future<Boolean> fate : fates) {
        assertTrue(fate.get());
      }
    }

    assertEquals(
        List.of(List.of("failed", "1"), List.of("succeeded", "39")),
        store.query("select state, count(*) from job group by state order by state"));
  }

  @Test
  void aRetryIsScheduledEvenIfItsReasonCannotBeStored() {
    Lease lease = claim(1).getFirst();
    Failure failure = new Failure(Failure.Type.RATE_LIMITED, "請稍後再試");

    assertTrue(
        finisher.finish(
            AttemptEnd.retryLater(
                lease, Outcome.FAILED, Duration.ofHours(1), failure, Call.UNHEARD)));

    assertEquals(
        List.of(List.of("scheduled", "1", "rate_limited", "?????")),
        store.query(
            "select state, spent, error_type, error_message from job join attempt on job_id = id"));
  }

  /** Represents other values that a database may reject. */
  @Test
  void whereNothingOfTheAnswerCanBeStoredTheJobFailsInErrandsOwnWords() {
    store.execute(
        "alter table job_result add constraint odd check (body is null or body <> '\\x01')");
    Lease lease = claim(1).getFirst();

    assertTrue(finisher.finish(AttemptEnd.succeeded(lease, new byte[] {1}, Call.UNHEARD)));

    assertEquals(
        List.of(
            List.of(
                "failed", "invalid_answer", "the database could not store the provider's answer")),
        store.query(
            "select state, error_type, error_message from job join job_result on job_id = id"));
  }

  private List<Lease> claim(int jobs) {
    for (int i = 0; i < jobs; i++) {
      store.submit();
    }
    return store.claim("w", jobs).stream().map(ClaimedJob::lease).toList();
  }

  private static AttemptEnd failed(Lease lease, String message) {
    return AttemptEnd.failed(
        lease,
        Outcome.FAILED,
        new Failure(Failure.Type.PROVIDER_ERROR, message),
        new Call(400, null, Usage.UNKNOWN));
  }
}
