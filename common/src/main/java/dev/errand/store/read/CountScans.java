package dev.errand.store.read;

import dev.errand.job.JobId;
import dev.errand.job.JobState;
import dev.errand.tenant.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The ways to count a filter's jobs. Each looks at a bounded number of them. */
final class CountScans {

  /** One more than are counted shows that there are more. */
  static final int MOST = CountQueries.MOST + 1;

  /** The same where each has to be looked at: two or three look-ups a job take their time. */
  private static final int LOOKED_AT = 2_001;

  /** Each candidate's state, whatever the index that found it. */
  private static final String GROUPED =
      """
      with c as materialized (
      <candidates>
      )
      select j.state, count(*) as examined, count(*) filter (where <conditions>) as found
      from c <joins>
      group by j.state
      """;

  private static final String FITTING =
      """
      (with c as materialized (
      <candidates>
      )
      select '<state>' as state, count(*) as examined, count(*) filter (where <conditions>) as found
      from c <joins>)\
      """;

  /** All candidates match. */
  private static final String ALL =
      """
      (select '<state>' as state, count(*) as examined, count(*) as found from (
      <candidates>
      ) c)\
      """;

  /** As in lists, the range makes Postgres read the index of the state, and nothing else. */
  private static final String IN_STATE =
      """
      select ids.id from (<lanes>) l cross join lateral (
        select id from job
        where state = '<state>' and (tenant, lane, id) >= (?, l.lane, ?)
          and (tenant, lane, id) < (?, l.lane, ?)
        order by tenant, lane, id limit <most>) ids
      limit <most>\
      """;

  /** There are few; their index is the only possible plan. */
  private static final String RUNNING =
      """
      select ids.id from (<lanes>) l cross join lateral (
        select id from job
        where state = 'running' and lane = l.lane and tenant = ? offset 0) ids
      where ids.id >= ? and ids.id < ?
      limit <most>\
      """;

  private static final String ONE_LANE = "select ?::text as lane";

  private final String tenant;
  private final JobFilter filter;
  private final Conditions conditions;
  private final JobScans scans;
  private final EndedScans ended;

  CountScans(Caller caller, JobFilter filter) {
    this.tenant = caller.tenant();
    this.filter = filter;
    this.conditions = Conditions.of(caller, filter);
    this.scans = new JobScans(caller, filter, Optional.empty());
    this.ended = new EndedScans(caller, filter, Optional.empty());
  }

  /** A statement that returns states, each with how many jobs were examined and found. */
  record Counting(String sql, List<Object> parameters) {}

  /** Indexes that have all matches, of all states together, and perhaps few others. */
  List<JobScan> ofFew() {
    List<JobScan> all = new ArrayList<>();
    filter.batch().ifPresent(batch -> all.add(scans.byBatch(batch, MOST)));
    if (!filter.metadata().isEmpty()) {
      all.add(scans.byMetadata(MOST));
    }
    if (!filter.ended().isAlways()) {
      all.add(ended.inOrder(MOST));
    }
    filter.model().ifPresent(model -> all.add(scans.byModel(model, MOST)));
    return all;
  }

  /** Counts the candidates of a scan by state. */
  Counting of(JobScan scan) {
    List<Object> parameters = new ArrayList<>(scan.parameters());
    parameters.addAll(conditions.parameters());
    return new Counting(fitting(GROUPED, scan.candidates()), parameters);
  }

  /** How many candidates of each state {@link #ofStates} reads; as many may mean more. */
  int most() {
    return filter.isOfStates() ? MOST : LOOKED_AT;
  }

  /** Counts the candidates of each possible state. */
  Counting ofStates() {
    List<String> parts = new ArrayList<>();
    List<Object> parameters = new ArrayList<>();
    for (JobState state : filter.possible()) {
      parts.add(part(state).replace("<state>", state.text()));
      addParameters(parameters, state);
    }
    return new Counting(String.join("\nunion all\n", parts), parameters);
  }

  private String part(JobState state) {
    String lanes = filter.lane().isPresent() ? ONE_LANE : JobList.LANES.formatted(state.text());
    String candidates =
        (state == JobState.RUNNING ? RUNNING : IN_STATE)
            .replace("<lanes>", lanes)
            .replace("<most>", "(select %d)".formatted(most()));
    return filter.isOfStates()
        ? ALL.replace("<candidates>", candidates)
        : fitting(FITTING, candidates);
  }

  private void addParameters(List<Object> parameters, JobState state) {
    UUID from = filter.created().from().map(JobId::first).orElse(JobScans.FIRST);
    UUID to = filter.created().to().map(JobId::first).orElse(JobScans.LAST);
    parameters.addAll(
        filter.lane().map(lane -> List.<Object>of(lane)).orElse(List.of(tenant, tenant)));
    parameters.addAll(
        state == JobState.RUNNING ? List.of(tenant, from, to) : List.of(tenant, from, tenant, to));
    if (!filter.isOfStates()) {
      parameters.addAll(conditions.parameters());
    }
  }

  private String fitting(String form, String candidates) {
    return form.replace("<candidates>", candidates)
        .replace("<joins>", conditions.leastJoins())
        .replace("<conditions>", conditions.sql());
  }
}
