package dev.errand.store.depth;

import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Jobs of several tenants that wait or run, and what was recorded of them. */
final class DepthFixture {

  final StoreFixture store = new StoreFixture();
  final DepthStore depth = new DepthStore(store.database);
  final DepthQueries queries = new DepthQueries(store.database);

  /** The current minute. */
  final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);

  DepthFixture() {
    store.execute("insert into tenant (name) values ('alice'), ('bob')");
  }

  /** So many jobs in a state. */
  void jobs(String tenant, String lane, String state, int count) {
    store.execute(
        """
        insert into job (id, tenant, lane, state, run_at, max_attempts, lease_owner, lease_until)
        select gen_random_uuid(), '%s', '%s', '%s', now(), 3, %4$s, %4$s::timestamptz
        from generate_series(1, %5$d)
        """
            .formatted(
                tenant, lane, state, state.equals("running") ? "now()::text" : "null", count));
  }

  /** What was recorded so many minutes ago. */
  void minute(int ago, String tenant, String lane, int queued, int running) {
    measured(ago);
    store.execute(
        """
        insert into lane_depth (tenant, minute, lane, scheduled, queued, running, exact)
        values ('%s', '%s', '%s', 1, %d, %d, true)
        """
            .formatted(tenant, minute(ago), lane, queued, running));
  }

  /** A minute that was recorded. */
  void measured(int ago) {
    store.execute(
        "insert into depth_minute values ('%s') on conflict do nothing".formatted(minute(ago)));
  }

  Instant minute(int ago) {
    return now.minus(Duration.ofMinutes(ago));
  }

  /** The last so many minutes, without this one. */
  DepthFilter last(int minutes) {
    return DepthFilter.of(Optional.empty(), Optional.empty(), minute(minutes), now);
  }

  /** What is recorded: tenant, lane, scheduled, queued, running, exact. */
  List<List<String>> recorded() {
    return store.query(
        """
        select tenant, lane, scheduled, queued, running, exact from lane_depth
        order by minute, tenant, lane
        """);
  }

  /** So that another one can be recorded. */
  void forgetTheMinute() {
    store.execute("delete from depth_minute");
    store.execute("delete from lane_depth");
  }
}
