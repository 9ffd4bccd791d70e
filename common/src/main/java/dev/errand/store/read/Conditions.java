package dev.errand.store.read;

import dev.errand.job.JobState;
import dev.errand.tenant.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The conditions of a query, all of which must be true, with their parameters. */
final class Conditions {

  private final List<String> sql = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();

  /**
   * The job {@code j} belongs to the caller, and it and its request {@code r} match the filter.
   *
   * @param before only jobs older than this one, which need not exist any more
   */
  static Conditions of(Caller caller, JobFilter filter, Optional<UUID> before) {
    Conditions all = new Conditions().and("j.tenant = ?", caller.tenant());
    if (!filter.states().isEmpty()) {
      all.sql.add("j.state in (" + literals(filter.states()) + ")");
    }
    filter.lane().ifPresent(lane -> all.and("j.lane = ?", lane));
    filter.model().ifPresent(model -> all.and("r.model = ?", model));
    if (!filter.metadata().isEmpty()) {
      all.and("r.metadata @> ?::jsonb", Metadata.write(filter.metadata()));
    }
    before.ifPresent(id -> all.and("j.id < ?", id));
    return all;
  }

  Conditions and(String condition, Object value) {
    sql.add(condition);
    parameters.add(value);
    return this;
  }

  String sql() {
    return String.join(" and ", sql);
  }

  List<Object> parameters() {
    return parameters;
  }

  private static String literals(Set<JobState> states) {
    return states.stream()
        .map(state -> "'" + state.text() + "'")
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
