package dev.errand.store.usage;

import static dev.errand.testing.StoreFixture.caller;

import dev.errand.job.Failure;
import dev.errand.job.JobId;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.ClaimedJob;
import dev.errand.store.EndFate;
import dev.errand.store.Lease;
import dev.errand.store.NewJob;
import dev.errand.store.usage.Usage.Group;
import dev.errand.store.usage.Usage.Sums;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Jobs of several tenants that end, and their usage. */
final class UsageFixture {

  static final Caller ALICE =
      new Caller(
          "alice",
          caller("alice").access(),
          "alice",
          EnumSet.of(dev.errand.tenant.Right.READ),
          caller("alice").limits());

  final StoreFixture store = new StoreFixture();
  final UsageStore usage = new UsageStore(store.database);
  final UsageQueries queries = new UsageQueries(store.database);

  UsageFixture() {
    store.execute("insert into tenant (name) values ('alice'), ('bob')");
  }

  /** Submits a job to the lane of this name. */
  UUID submit(String tenant, String lane) {
    NewJob like = StoreFixture.newJob(StoreFixture.plan(0));
    return store.submit(
        new NewJob(
            JobId.next(InstantSource.system()),
            tenant,
            lane,
            like.plan(),
            like.request(),
            Optional.empty()));
  }

  Lease claim(String lane) {
    List<ClaimedJob> claimed =
        store.leases.claim("w", StoreFixture.LEASE, Map.of(lane, 1), Long.MAX_VALUE);
    return claimed.getFirst().lease();
  }

  void end(AttemptEnd... ends) {
    for (EndFate fate : store.leases.end("w", List.of(ends))) {
      if (fate != EndFate.RECORDED) {
        throw new IllegalStateException("not recorded: " + fate);
      }
    }
  }

  /** A job of a lane that succeeds. */
  void succeed(String tenant, String lane, Call call) {
    submit(tenant, lane);
    end(AttemptEnd.succeeded(claim(lane), new byte[] {'{', '}'}, call));
  }

  static AttemptEnd retried(Lease lease, Call call) {
    return AttemptEnd.retryLater(lease, Outcome.FAILED, Duration.ZERO, error(), call);
  }

  static AttemptEnd failed(Lease lease, Call call) {
    return AttemptEnd.failed(lease, Outcome.FAILED, error(), call);
  }

  private static Failure error() {
    return new Failure(Failure.Type.TIMEOUT, "too slow");
  }

  static Call tokens(long input, long output) {
    return new Call(200, null, new dev.errand.job.Usage(input, output, input + output));
  }

  static Call tokens(long input, long output, String cost) {
    return tokens(input, output).costing(new BigDecimal(cost));
  }

  /** Sums without a cost, because the tokens of so many of the jobs have no price. */
  static Sums unpriced(
      long without, long jobs, long attempts, long input, long output, long withoutUsage) {
    return new Sums(jobs, attempts, input, output, withoutUsage, BigDecimal.ZERO, without);
  }

  /** Everything of the last day. */
  static UsageFilter all() {
    return new UsageFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Instant.now().minus(Duration.ofDays(1)),
        Optional.empty());
  }

  /** What an admin sees. */
  List<Group> groups(Dimension... by) {
    return queries.find(Caller.open(), all(), java.util.Set.of(by)).groups();
  }

  int pending() {
    return Integer.parseInt(store.query("select count(*) from usage_ending").getFirst().getFirst());
  }

  /** A row of an hour that began so many hours ago. */
  void hour(String tenant, int ago, String model, int jobs) {
    store.execute(
        """
        insert into usage_hour (tenant, hour, api_key, lane, model, outcome, jobs, attempts,
          input_tokens, output_tokens, without_usage, waited, ran)
        values ('%s', date_trunc('hour', now(), 'UTC') - interval '%d h', '', 'l', '%s',
          'succeeded', %4$d, %4$d, 10, 1, 0, array_fill(1, array[50]), array_fill(0, array[50]))
        """
            .formatted(tenant, ago, model, jobs));
  }
}
