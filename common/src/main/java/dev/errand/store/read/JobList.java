package dev.errand.store.read;

import dev.errand.database.Rows;
import dev.errand.job.JobState;
import dev.errand.store.read.JobScan.Found;
import dev.errand.store.read.Paging.Order;
import dev.errand.store.read.Paging.Place;
import dev.errand.tenant.Caller;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Finds a page of jobs, newest first, in the order of their ids or ends, at a cost that does not
 * grow with the number of jobs.
 *
 * <p>If one index contains exactly the requested jobs, it is read until the page is full. If no
 * index combines all conditions, each of the indexes is tried in turn: a few candidates first, then
 * more. The first one that fills the page or reaches its end provides the result; if none does, the
 * page contains what was found, and the next page continues from there.
 */
final class JobList {

  /** Candidates of the first try, which is enough if matches are frequent. */
  static final int FEW = 200;

  /** Candidates of the last try. */
  static final int MANY = 2000;

  /** Candidates from an index that is not in the order of the list. */
  static final int UNORDERED = 5000;

  /** The lanes that have jobs in a state, found with one index probe each. */
  static final String LANES =
      """
      with recursive lanes as (
        (select lane from job where state = '%1$s' and tenant = ? order by lane limit 1)
        union all
        select next.lane from lanes cross join lateral (
          select lane from job where state = '%1$s' and tenant = ? and lane > lanes.lane
          order by lane limit 1) next
      )
      select lane from lanes
      """;

  private final Connection connection;
  private final Caller caller;
  private final JobFilter filter;
  private final Paging paging;
  private final Conditions conditions;
  private final JobScans scans;
  private final int limit;

  private JobList(Connection connection, Caller caller, JobFilter filter, Paging paging) {
    this.connection = connection;
    this.caller = caller;
    this.filter = filter;
    this.paging = paging;
    this.conditions = Conditions.of(caller, filter, paging);
    this.scans = new JobScans(caller, filter, before(paging));
    this.limit = paging.limit();
  }

  /** In lists by end, older jobs may have greater ids. */
  private static Optional<UUID> before(Paging paging) {
    return paging.after().filter(_ -> paging.order() == Order.CREATED).map(Place::id);
  }

  static JobsFound read(Connection connection, Caller caller, JobFilter filter, Paging paging)
      throws SQLException {
    return filter.possible().isEmpty()
        ? JobsFound.NONE
        : new JobList(connection, caller, filter, paging).page();
  }

  private JobsFound page() throws SQLException {
    List<IntFunction<JobScan>> ways = ways();
    if (ways.size() == 1 && containsNoOthers()) {
      return page(run(ways.getFirst().apply(limit + 1)));
    }
    Optional<JobsFound> page = firstWhole(ways.stream().map(way -> way.apply(FEW)).toList());
    if (page.isEmpty()) {
      page = firstWhole(unordered());
    }
    return page.isPresent() ? page.get() : furthest(ways);
  }

  /** Whether all candidates of a single index match. */
  private boolean containsNoOthers() {
    return paging.order() == Order.CREATED
        && filter.metadata().isEmpty()
        && filter.ended().isAlways()
        && filter.errorType().isEmpty();
  }

  /** The indexes that have the jobs in order; each finds all matches. */
  private List<IntFunction<JobScan>> ways() throws SQLException {
    return switch (paging.order()) {
      case CREATED -> byCreation();
      case ENDED -> List.of(new EndedScans(caller, filter, paging.after())::inOrder);
    };
  }

  private List<IntFunction<JobScan>> byCreation() throws SQLException {
    List<IntFunction<JobScan>> ways = new ArrayList<>();
    if (filter.hasStates() || filter.lane().isPresent()) {
      Set<JobState> states = filter.possible();
      List<String> lanes = filter.lane().isPresent() ? List.of(filter.lane().get()) : lanes(states);
      ways.add(most -> scans.byStates(states, lanes, most));
    }
    filter.model().ifPresent(model -> ways.add(most -> scans.byModel(model, most)));
    filter.batch().ifPresent(batch -> ways.add(most -> scans.byBatch(batch, most)));
    if (ways.isEmpty()) {
      ways.add(scans::byId);
    }
    return ways;
  }

  /** The indexes that find all jobs of a kind, but not in the order of the list. */
  private List<JobScan> unordered() {
    List<JobScan> all = new ArrayList<>();
    if (!filter.metadata().isEmpty()) {
      all.add(scans.byMetadata(UNORDERED));
    }
    return switch (paging.order()) {
      case CREATED -> all;
      case ENDED -> {
        filter.batch().ifPresent(batch -> all.add(scans.byBatch(batch, UNORDERED)));
        yield all.stream().map(EndedScans::sorted).toList();
      }
    };
  }

  private List<String> lanes(Set<JobState> states) throws SQLException {
    String sql =
        states.stream()
            .map(state -> "(" + LANES.formatted(state.text()) + ")")
            .sorted()
            .collect(Collectors.joining(" union "));
    try (PreparedStatement statement = Rows.plannedAnew(connection, sql)) {
      for (int i = 1; i <= 2 * states.size(); i++) {
        statement.setString(i, caller.tenant());
      }
      return Rows.all(statement, row -> row.getString(1));
    }
  }

  private Optional<JobsFound> firstWhole(List<JobScan> scans) throws SQLException {
    for (JobScan scan : scans) {
      Optional<JobsFound> page = whole(scan);
      if (page.isPresent()) {
        return page;
      }
    }
    return Optional.empty();
  }

  private Optional<JobsFound> whole(JobScan scan) throws SQLException {
    Found found = run(scan);
    return found.isWhole(limit) ? Optional.of(page(found)) : Optional.empty();
  }

  /** The page of the complete scan, or otherwise of the one that got furthest. */
  private JobsFound furthest(List<IntFunction<JobScan>> ways) throws SQLException {
    Found furthest = run(ways.getFirst().apply(MANY));
    for (IntFunction<JobScan> way : ways.subList(1, ways.size())) {
      if (!furthest.isWhole(limit)) {
        Found found = run(way.apply(MANY));
        furthest = found.isWhole(limit) || found.isFurtherThan(furthest) ? found : furthest;
      }
    }
    return page(furthest);
  }

  private Found run(JobScan scan) throws SQLException {
    return scan.run(connection, conditions, limit + 1);
  }

  private JobsFound page(Found found) {
    if (found.jobs().size() > limit) {
      List<JobSummary> page = found.jobs().subList(0, limit);
      return new JobsFound(page, Optional.of(paging.place(page.getLast())));
    }
    return new JobsFound(found.jobs(), found.exhausted() ? Optional.empty() : found.last());
  }
}
