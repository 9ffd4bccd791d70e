package dev.errand.store.usage;

import static dev.errand.store.usage.UsageFixture.tokens;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.usage.Usage.Sums;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What jobs cost, in both tables of usage. */
class UsageCostTest {

  private static final String LANE = "l";

  private final UsageFixture jobs = new UsageFixture();

  /** Sums of binary floating-point numbers would be off: a tenth has no end in them. */
  @Test
  void manyFractionsOfACentAddUpExactly() {
    for (int chunk = 0; chunk < 5; chunk++) {
      for (int i = 0; i < 20; i++) {
        jobs.submit("alice", LANE);
      }
      jobs.end(
          IntStream.range(0, 20)
              .mapToObj(
                  _ ->
                      AttemptEnd.succeeded(
                          jobs.claim(LANE), new byte[] {1}, tokens(1, 1, "0.000000000123456789")))
              .toArray(AttemptEnd[]::new));
      assertCost("0.00000000246913578", 20L * (chunk + 1), chunk + 1);
      jobs.usage.fold(10);
    }

    assertEquals("0.0000000123456789", sums().cost().toPlainString());
    assertEquals(0, sums().withoutPrice());
    assertEquals(0, jobs.pending());
  }

  private void assertCost(String ofChunk, long count, int chunks) {
    BigDecimal all = new BigDecimal(ofChunk).multiply(BigDecimal.valueOf(chunks));
    assertEquals(0, all.compareTo(sums().cost()), sums()::toString);
    assertEquals(count, sums().jobs());
  }

  @Test
  void theCostOfAllAttemptsOfALifeCounts() {
    jobs.submit("alice", LANE);
    jobs.end(UsageFixture.retried(jobs.claim(LANE), tokens(7, 0, "0.07")));
    jobs.store.dispatch.promoteDue(10);
    jobs.end(UsageFixture.retried(jobs.claim(LANE), Call.UNHEARD));
    jobs.store.dispatch.promoteDue(10);
    jobs.end(UsageFixture.failed(jobs.claim(LANE), tokens(5, 1, "0.055")));

    assertEquals(new Sums(1, 3, 12, 1, 0, new BigDecimal("0.125"), 0), sums());
  }

  @Test
  void aNewLifeCostsOnlyWhatItsOwnAttemptsCost() {
    UUID id = jobs.submit("alice", LANE);
    jobs.end(UsageFixture.failed(jobs.claim(LANE), tokens(5, 1, "0.1")));
    jobs.store.jobs.retry(UsageFixture.ALICE, id);
    jobs.end(AttemptEnd.succeeded(jobs.claim(LANE), new byte[] {1}, tokens(5, 2, "0.2")));

    assertEquals(
        List.of("0.2", "0.1"),
        jobs.groups(Dimension.OUTCOME).stream()
            .map(group -> group.sums().cost().toPlainString())
            .toList());
  }

  /** Nobody but the worker knows an answer's cost; the attempts before are found by everybody. */
  @Test
  void aJobThatIsCancelledBetweenItsAttemptsHasCostWhatTheyDid() {
    UUID id = jobs.submit("alice", LANE);
    jobs.end(UsageFixture.retried(jobs.claim(LANE), tokens(2, 1, "3")));
    jobs.store.jobs.cancel(UsageFixture.ALICE, id);

    assertEquals(new Sums(1, 1, 2, 1, 0, new BigDecimal("3"), 0), sums());
  }

  @Test
  void jobsOfWhichSomeTokensHaveNoPriceAreCountedAndWhatHasOneIsSummed() {
    jobs.succeed("alice", LANE, tokens(1, 1, "0.5"));
    jobs.succeed("alice", LANE, tokens(1, 1));
    jobs.submit("alice", LANE);
    jobs.end(UsageFixture.retried(jobs.claim(LANE), tokens(7, 0)));
    jobs.store.dispatch.promoteDue(10);
    jobs.end(AttemptEnd.succeeded(jobs.claim(LANE), new byte[] {1}, tokens(5, 1, "0.25")));

    assertEquals(new Sums(3, 4, 14, 3, 0, new BigDecimal("0.75"), 2), sums());
    jobs.usage.fold(10);
    assertEquals(new Sums(3, 4, 14, 3, 0, new BigDecimal("0.75"), 2), sums());
  }

  @Test
  void jobsWithoutTokensNeedNoPrice() {
    jobs.succeed("alice", LANE, Call.UNHEARD);
    jobs.succeed("alice", LANE, tokens(0, 0));
    jobs.store.jobs.cancel(UsageFixture.ALICE, jobs.submit("alice", LANE));

    assertEquals(new Sums(3, 2, 0, 0, 1, BigDecimal.ZERO, 0), sums());
  }

  /** A service of the version before inserts rows without a cost, and folds without it. */
  @Test
  void rowsOfTheVersionBeforeCostNothing() {
    jobs.hour("alice", 1, "m", 7);
    jobs.store.execute(
        """
        insert into usage_ending (tenant, hour, api_key, lane, model, outcome, jobs, attempts,
          input_tokens, output_tokens, without_usage, waited, ran)
        values ('alice', date_trunc('hour', now(), 'UTC'), '', 'l', 'm', 'succeeded', 1, 1, 5, 5, 0,
          '{1}', '{1}')
        """);

    assertEquals(new Sums(8, 8, 15, 6, 0, BigDecimal.ZERO, 0), sums());
  }

  private Sums sums() {
    return jobs.groups().getFirst().sums();
  }
}
