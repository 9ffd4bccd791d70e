package dev.errand.api.console.live;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.console.page.PageReads;
import dev.errand.api.lanes.LaneView;
import dev.errand.api.lanes.LaneViews;
import dev.errand.api.problem.ProblemException;
import dev.errand.database.DatabaseException;
import dev.errand.database.OverloadedException;
import dev.errand.store.read.JobFilter;
import dev.errand.store.read.JobQueries;
import dev.errand.store.read.Paging;
import dev.errand.store.read.Paging.Order;
import dev.errand.tenant.Caller;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks whether something has changed, for all viewers of this replica together: at the newest job
 * and the last end of each of their tenants, and at the lanes. Only while there are viewers; each
 * second, or less often if there are so many of them that what they ask for would be felt.
 */
@ApplicationScoped
class Changes {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final JobQueries jobs;
  private final LaneViews lanes;
  private final PageReads reads;
  private final int renewals;
  private final Map<String, Viewers> viewers = new ConcurrentHashMap<>();
  private final Multi<Map<String, String>> snapshots;
  private volatile Map<String, String> last = Map.of();

  @Inject
  Changes(JobQueries jobs, LaneViews lanes, PageReads reads, ApiConfig config) {
    this.jobs = jobs;
    this.lanes = lanes;
    this.reads = reads;
    this.renewals = config.console().renewals();
    this.snapshots =
        Multi.createFrom()
            .ticks()
            .every(INTERVAL)
            .onOverflow()
            .drop()
            .filter(this::isDue)
            .emitOn(Infrastructure.getDefaultWorkerPool())
            .map(_ -> snapshot())
            .broadcast()
            .withCancellationAfterLastSubscriberDeparture()
            .toAllSubscribers();
  }

  /** Those of a tenant who look. */
  private record Viewers(Caller caller, int count) {

    private Viewers plus(int more) {
      return new Viewers(caller, count + more);
    }
  }

  /** What a caller's tenant looks like, whenever that has changed; at first as it is. */
  Multi<String> of(Caller caller) {
    String tenant = caller.tenant();
    return snapshots
        .filter(snapshot -> snapshot.containsKey(tenant))
        .map(snapshot -> snapshot.get(tenant))
        .skip()
        .repetitions()
        .onSubscription()
        .invoke(() -> come(caller))
        .onTermination()
        .invoke(() -> go(tenant));
  }

  private boolean isDue(long second) {
    int all = viewers.values().stream().mapToInt(Viewers::count).sum();
    return isDue(second, all, renewals);
  }

  /** Each viewer asks for a page after a change: where there are many, they hear of fewer. */
  static boolean isDue(long second, int viewers, int renewals) {
    return second % Math.ceilDiv(Math.max(1, viewers), renewals) == 0;
  }

  private void come(Caller caller) {
    viewers.merge(caller.tenant(), new Viewers(caller, 1), (old, one) -> old.plus(one.count()));
  }

  private void go(String tenant) {
    viewers.computeIfPresent(tenant, (_, old) -> old.count() == 1 ? null : old.plus(-1));
  }

  /** Where Postgres does not answer, nothing has changed as far as anybody can see. */
  private Map<String, String> snapshot() {
    try {
      Map<String, String> now = new HashMap<>();
      for (Viewers each : viewers.values()) {
        now.put(each.caller().tenant(), reads.read(() -> look(each.caller())));
      }
      last = Map.copyOf(now);
    } catch (DatabaseException | OverloadedException | ProblemException e) {
      // Requests for the pages say so.
    }
    return last;
  }

  private String look(Caller caller) {
    StringBuilder look = new StringBuilder();
    for (Order order : Order.values()) {
      jobs.list(caller, all(), new Paging(order, Optional.empty(), 1))
          .jobs()
          .forEach(job -> look.append(job.job().id()).append(job.job().endedAt()).append(' '));
    }
    lanes.all(caller).forEach(lane -> append(look, lane));
    return look.toString();
  }

  private static JobFilter all() {
    return new JobFilter(Set.of(), Optional.empty(), Optional.empty(), Map.of());
  }

  private static void append(StringBuilder look, LaneView lane) {
    List<Object> state =
        List.of(
            lane.name(),
            lane.open(),
            Optional.ofNullable(lane.pause()),
            lane.closedModels().size(),
            lane.jobs().scheduled(),
            lane.jobs().queued(),
            lane.jobs().running());
    look.append(state);
  }
}
