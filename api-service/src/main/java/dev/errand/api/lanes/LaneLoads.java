package dev.errand.api.lanes;

import dev.errand.api.config.ApiConfig;
import dev.errand.database.Coalescer;
import dev.errand.database.Coalescer.Limits;
import dev.errand.database.Database;
import dev.errand.store.read.LaneLoad;
import dev.errand.store.read.LaneQueries;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * The current loads of the lanes, one query at a time: requests that arrive while a query runs
 * share the next one. However many clients query the lanes, they use one connection.
 */
@ApplicationScoped
class LaneLoads {

  /** Requests that share one query. */
  private static final int BATCH = 1000;

  /** Requests that may wait for the next query. */
  private static final int WAITING = 10_000;

  private final Coalescer<Integer, List<LaneLoad>> questions;
  private final Duration patience;
  private final int most;

  @Inject
  LaneLoads(LaneQueries queries, Database database, ApiConfig config) {
    this.patience = database.callersPatience();
    this.most = config.lanes().count();
    this.questions =
        new Coalescer<>(
            "lanes",
            new Limits(BATCH, Long.MAX_VALUE, WAITING, Long.MAX_VALUE),
            _ -> 1,
            asked -> Collections.nCopies(asked.size(), queries.loads(asked.getFirst())));
  }

  /**
   * The lanes that have jobs, are closed or are paused. A lane's load is that of all tenants,
   * because they share its calls.
   *
   * @throws dev.errand.database.OverloadedException if too many requests are waiting
   * @throws dev.errand.database.DatabaseException if Postgres does not respond
   */
  List<LaneLoad> now() {
    return questions.write(most, patience);
  }

  @PreDestroy
  void close() {
    questions.close();
  }
}
