package dev.errand.store.read;

import dev.errand.job.JobState;
import dev.errand.store.read.Paging.Order;
import dev.errand.store.read.Paging.Place;
import dev.errand.tenant.Caller;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The ways to find a filter's jobs by end. Jobs that end in the same commit have the same time, and
 * the indexes don't order them: all of the last time are read, and sorted by id.
 */
final class EndedScans {

  /** The states that have an index of their own. */
  private static final Set<JobState> UNHAPPY =
      Set.of(JobState.FAILED, JobState.CANCELLED, JobState.EXPIRED);

  /** Each ending is one entry in the index of one of these parts. */
  private static final String PART =
      """
      (select id, ended_at from job
      where tenant = ? and <jobs> and ended_at >= ? and ended_at <= ?
        and (ended_at, id) < (?, ?)
      order by ended_at desc fetch first <most> rows with ties)\
      """;

  private static final String WITHOUT_BATCH =
      PART.replace("<jobs>", "ended_at is not null and batch is null");

  private static final String OF_BATCHES =
      PART.replace("<jobs>", "ended_at is not null and batch is not null");

  private static final String IN_STATE =
      PART.replace("<jobs>", "state = '<state>' and ended_at is not null");

  private static final String MERGED =
      """
      select id, ended_at from (
      <parts>) parts
      order by ended_at desc, id desc limit <most>\
      """;

  /** Ends are looked up one by one. Jobs that have not ended are no matches, but candidates. */
  private static final String SORTED =
      """
      select found.id, j.ended_at from (
      <candidates>
      ) found cross join lateral (select ended_at from job where id = found.id offset 0) j\
      """;

  private final String tenant;
  private final JobFilter filter;
  private final Optional<Place> after;

  /**
   * @param after only jobs that ended before this one
   */
  EndedScans(Caller caller, JobFilter filter, Optional<Place> after) {
    this.tenant = caller.tenant();
    this.filter = filter;
    this.after = after;
  }

  /** The jobs that ended last, of all that have ended or of those in states that are rare. */
  JobScan inOrder(int most) {
    List<String> parts = parts();
    String sql =
        MERGED
            .replace("<parts>", String.join("\nunion all\n", parts))
            .replace("<most>", JobScans.limit(most));
    List<Object> parameters = new ArrayList<>();
    Collections.nCopies(parts.size(), parameters()).forEach(parameters::addAll);
    return new JobScan(Order.ENDED, sql, parameters, most, true);
  }

  /** The same candidates with their ends. */
  static JobScan sorted(JobScan scan) {
    String sql = SORTED.replace("<candidates>", scan.candidates());
    return new JobScan(Order.ENDED, sql, scan.parameters(), scan.most(), false);
  }

  private List<String> parts() {
    if (UNHAPPY.containsAll(filter.possible())) {
      return filter.possible().stream()
          .map(state -> IN_STATE.replace("<state>", state.text()))
          .sorted()
          .toList();
    }
    return filter.batch().isPresent() ? List.of(OF_BATCHES) : List.of(WITHOUT_BATCH, OF_BATCHES);
  }

  /** Of one part. Nothing that ended at the first moment after the filter's span is found. */
  private List<Object> parameters() {
    Optional<Object> end = filter.ended().to().map(Conditions::timestamp);
    Object from = filter.ended().from().map(Conditions::timestamp).orElse(OffsetDateTime.MIN);
    Object to =
        after
            .flatMap(Place::ended)
            .map(Conditions::timestamp)
            .orElse(end.orElse(OffsetDateTime.MAX));
    UUID id = after.map(Place::id).orElse(end.isPresent() ? JobScans.FIRST : JobScans.LAST);
    return List.of(tenant, from, to, to, id);
  }
}
