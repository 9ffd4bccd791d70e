package dev.errand.store.read;

import dev.errand.job.JobId;
import dev.errand.job.JobState;
import dev.errand.store.read.Paging.Place;
import dev.errand.tenant.Caller;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The conditions of a query, all of which must be true, with their parameters. */
final class Conditions {

  /** What conditions look at, for each candidate {@code c}: one by one, whatever the statistics. */
  private static final String JOB =
      "cross join lateral (select * from job where id = c.id offset 0) j";

  private static final String REQUEST =
      """

        cross join lateral (
          select endpoint, model, metadata from job_request where job_id = c.id offset 0) r\
      """;

  private static final String RESULT =
      """

        left join lateral (
          select error_type from job_result where job_id = c.id offset 0) s on true\
      """;

  private final List<String> sql = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();
  private final boolean needsRequest;
  private final boolean needsResult;

  private Conditions(JobFilter filter) {
    this.needsRequest = filter.model().isPresent() || !filter.metadata().isEmpty();
    this.needsResult = filter.needsResult();
  }

  /**
   * The job {@code j} belongs to the caller, and it, its request {@code r} and its result {@code s}
   * match the filter, which some states must do.
   */
  static Conditions of(Caller caller, JobFilter filter) {
    Conditions all = new Conditions(filter).and("j.tenant = ?", caller.tenant());
    if (filter.hasStates()) {
      all.sql.add("j.state in (" + literals(filter.possible()) + ")");
    }
    filter.lane().ifPresent(lane -> all.and("j.lane = ?", lane));
    filter.model().ifPresent(model -> all.and("r.model = ?", model));
    if (!filter.metadata().isEmpty()) {
      all.and("r.metadata @> ?::jsonb", Metadata.write(filter.metadata()));
    }
    filter.created().from().ifPresent(time -> all.and("j.id >= ?", JobId.first(time)));
    filter.created().to().ifPresent(time -> all.and("j.id < ?", JobId.first(time)));
    filter.ended().from().ifPresent(time -> all.and("j.ended_at >= ?", timestamp(time)));
    filter.ended().to().ifPresent(time -> all.and("j.ended_at < ?", timestamp(time)));
    filter.batch().ifPresent(batch -> all.and("j.batch = ?", batch));
    if (filter.needsResult()) {
      all.and("s.error_type = ?", filter.errorType().orElseThrow());
    }
    return all;
  }

  /**
   * The same for a list by creation.
   *
   * @param before only jobs older than this one, which need not exist any more
   */
  static Conditions of(Caller caller, JobFilter filter, Optional<UUID> before) {
    Conditions all = of(caller, filter);
    before.ifPresent(id -> all.and("j.id < ?", id));
    return all;
  }

  /** The same for a part of a list. */
  static Conditions of(Caller caller, JobFilter filter, Paging paging) {
    return switch (paging.order()) {
      case CREATED -> of(caller, filter, paging.after().map(Place::id));
      case ENDED -> of(caller, filter).endedBefore(paging.after());
    };
  }

  private Conditions endedBefore(Optional<Place> place) {
    sql.add("j.ended_at is not null");
    place.ifPresent(
        last ->
            and("(j.ended_at, j.id) < (?, ?)", timestamp(last.ended().orElseThrow()), last.id()));
    return this;
  }

  Conditions and(String condition, Object... values) {
    sql.add(condition);
    parameters.addAll(List.of(values));
    return this;
  }

  /**
   * The joins of each candidate {@code c} with job and request, and whatever {@link #sql} needs.
   */
  String joins() {
    return JOB + REQUEST + (needsResult ? RESULT : "");
  }

  /** Only those joins that {@link #sql} needs. */
  String leastJoins() {
    return JOB + (needsRequest ? REQUEST : "") + (needsResult ? RESULT : "");
  }

  String sql() {
    return String.join(" and ", sql);
  }

  List<Object> parameters() {
    return parameters;
  }

  /** A time as a parameter. */
  static Object timestamp(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static String literals(Set<JobState> states) {
    return states.stream()
        .map(state -> "'" + state.text() + "'")
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
