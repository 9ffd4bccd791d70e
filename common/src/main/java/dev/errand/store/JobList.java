package dev.errand.store;

import dev.errand.job.JobState;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The query behind lists of jobs: newest first, by the order of their ids. */
@ApplicationScoped
class JobList {

  private static final String SELECT =
      """
      select j, r.endpoint, r.model, r.metadata
      from Job j join JobRequest r on r.jobId = j.id
      where j.tenant = :tenant""";

  private final JobRepository jobs;

  @Inject
  JobList(JobRepository jobs) {
    this.jobs = jobs;
  }

  List<JobSummary> read(JobFilter filter, Optional<UUID> before, int limit) {
    StringBuilder query = new StringBuilder(SELECT);
    Map<String, Object> values = new HashMap<>(Map.of("tenant", filter.tenant()));
    if (!filter.states().isEmpty()) {
      query.append(" and j.state in (").append(literals(filter)).append(')');
    }
    filter.lane().ifPresent(lane -> and(query, "j.lane = :lane", values, "lane", lane));
    filter.model().ifPresent(model -> and(query, "r.model = :model", values, "model", model));
    if (!filter.metadata().isEmpty()) {
      String pairs = new JsonObject(Map.copyOf(filter.metadata())).encode();
      // In the form that the index on metadata serves; HQL has no containment of its own.
      and(
          query,
          "cast(sql('? @> ?::jsonb', r.metadata, :pairs) as boolean)",
          values,
          "pairs",
          pairs);
    }
    before.ifPresent(id -> and(query, "j.id < :before", values, "before", id));
    query.append(" order by j.id desc");
    return jobs.find(query.toString(), values).project(JobSummary.class).range(0, limit - 1).list();
  }

  /** Literals, not parameters: the planner takes a partial index only for states that it sees. */
  private static String literals(JobFilter filter) {
    return filter.states().stream()
        .map(state -> JobState.class.getName() + "." + state.name())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static void and(
      StringBuilder query,
      String condition,
      Map<String, Object> values,
      String name,
      Object value) {
    query.append(" and ").append(condition);
    values.put(name, value);
  }
}
