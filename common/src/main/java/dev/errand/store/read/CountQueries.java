package dev.errand.store.read;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.job.JobState;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many jobs match a filter, by state, at a cost that does not grow with the number of jobs: at
 * most {@link #MOST} are counted in each state, and fewer if each has to be looked at.
 *
 * <p>If an index has all jobs of a model, a batch, some metadata or a time, and these are few, they
 * are counted. Otherwise the jobs of each state are.
 */
@ApplicationScoped
public class CountQueries {

  /** The limit up to which jobs are counted in each state. */
  public static final int MOST = 10_000;

  private final Database database;

  @Inject
  public CountQueries(Database database) {
    this.database = database;
  }

  /**
   * How many jobs in a state match.
   *
   * @param more whether there may be more
   */
  public record StateCount(JobState state, int count, boolean more) {

    static StateCount none(JobState state) {
      return new StateCount(state, 0, false);
    }

    /** Both have counted the same jobs, and perhaps not all of them. */
    private StateCount or(StateCount other) {
      return new StateCount(state, Math.max(count, other.count), more && other.more);
    }
  }

  /** The counts of the states that the filter names, in their order. */
  public List<StateCount> counts(Caller caller, JobFilter filter) {
    Map<JobState, StateCount> found =
        filter.possible().isEmpty()
            ? Map.of()
            : database.read(connection -> counted(connection, caller, filter));
    return Arrays.stream(JobState.values())
        .filter(state -> filter.states().isEmpty() || filter.states().contains(state))
        .map(state -> found.getOrDefault(state, StateCount.none(state)))
        .toList();
  }

  private static Map<JobState, StateCount> counted(
      Connection connection, Caller caller, JobFilter filter) throws SQLException {
    CountScans scans = new CountScans(caller, filter);
    Map<JobState, StateCount> least = new EnumMap<>(JobState.class);
    for (JobScan scan : scans.ofFew()) {
      Tally tally = tally(connection, scans.of(scan));
      if (tally.examined() <= MOST) {
        return tally.counts(false);
      }
      least = tally.counts(true);
    }
    Map<JobState, StateCount> counts = new EnumMap<>(JobState.class);
    for (Row row : rows(connection, scans.ofStates())) {
      StateCount count = row.count(row.examined() == scans.most());
      counts.put(row.state(), count.or(least.getOrDefault(row.state(), count)));
    }
    return counts;
  }

  /** What a statement found of one state. */
  private record Row(JobState state, int examined, int found) {

    StateCount count(boolean more) {
      return new StateCount(state, Math.min(found, MOST), more);
    }
  }

  /** What a statement found of all states together. */
  private record Tally(List<Row> rows) {

    int examined() {
      return rows.stream().mapToInt(Row::examined).sum();
    }

    Map<JobState, StateCount> counts(boolean more) {
      return rows.stream().collect(Collectors.toMap(Row::state, row -> row.count(more)));
    }
  }

  private static Tally tally(Connection connection, CountScans.Counting counting)
      throws SQLException {
    return new Tally(rows(connection, counting));
  }

  private static List<Row> rows(Connection connection, CountScans.Counting counting)
      throws SQLException {
    try (var statement = Rows.plannedAnew(connection, counting.sql())) {
      Rows.bind(statement, counting.parameters());
      return Rows.all(
          statement,
          row ->
              new Row(
                  JobState.of(row.getString("state")).orElseThrow(),
                  row.getInt("examined"),
                  row.getInt("found")));
    }
  }
}
