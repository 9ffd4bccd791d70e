package dev.errand.store;

import dev.errand.job.JobState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The query behind lists of jobs: newest first, by the order of their ids. */
final class JobList {

  private static final String SELECT =
      """
      select %s
      from job j join job_request r on r.job_id = j.id
      where j.tenant = ?"""
          .formatted(Rows.SUMMARY);

  private final StringBuilder sql = new StringBuilder(SELECT);
  private final List<Object> parameters = new ArrayList<>();

  private JobList(JobFilter filter, Optional<UUID> before, int limit) {
    parameters.add(filter.tenant());
    if (!filter.states().isEmpty()) {
      sql.append(" and j.state in (").append(literals(filter.states())).append(')');
    }
    filter.lane().ifPresent(lane -> and("j.lane = ?", lane));
    filter.model().ifPresent(model -> and("r.model = ?", model));
    if (!filter.metadata().isEmpty()) {
      // In the form that the index on metadata serves.
      and("r.metadata @> ?::jsonb", Metadata.write(filter.metadata()));
    }
    before.ifPresent(id -> and("j.id < ?", id));
    sql.append(" order by j.id desc limit ?");
    parameters.add(limit);
  }

  static List<JobSummary> read(
      Connection connection, JobFilter filter, Optional<UUID> before, int limit)
      throws SQLException {
    JobList list = new JobList(filter, before, limit);
    try (PreparedStatement statement = connection.prepareStatement(list.sql.toString())) {
      for (int i = 0; i < list.parameters.size(); i++) {
        statement.setObject(i + 1, list.parameters.get(i));
      }
      return Rows.all(statement, Rows::summary);
    }
  }

  /** Literals, not parameters: the planner takes a partial index only for states that it sees. */
  private static String literals(Set<JobState> states) {
    return states.stream()
        .map(state -> "'" + state.text() + "'")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private void and(String condition, Object value) {
    sql.append(" and ").append(condition);
    parameters.add(value);
  }
}
