package dev.errand.client;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Selects jobs to list; each method returns a narrower query. */
public final class JobQuery {

  private static final JobQuery ALL = new JobQuery(Map.of());

  private final Map<String, String> parameters;

  private JobQuery(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /** Every job. */
  public static JobQuery all() {
    return ALL;
  }

  /** In one of these states. */
  public JobQuery state(Job.State... states) {
    return with(
        "state",
        Arrays.stream(states)
            .map(state -> state.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(",")));
  }

  public JobQuery lane(String lane) {
    return with("lane", lane);
  }

  public JobQuery model(String model) {
    return with("model", model);
  }

  /** With this pair; if there are several, a job must have all of them. */
  public JobQuery metadata(String key, String value) {
    return with("metadata." + key, value);
  }

  /** Accepted then or later, by the time in the id. */
  public JobQuery createdAfter(Instant time) {
    return with("created_after", time.toString());
  }

  /** Accepted before this time, by the time in the id. */
  public JobQuery createdBefore(Instant time) {
    return with("created_before", time.toString());
  }

  /** Ended then or later; the list is in the order of the ends. */
  public JobQuery endedAfter(Instant time) {
    return with("ended_after", time.toString());
  }

  /** Ended before this time; the list is in the order of the ends. */
  public JobQuery endedBefore(Instant time) {
    return with("ended_before", time.toString());
  }

  /** Without an answer because of this type of error, such as {@code timeout}. */
  public JobQuery errorType(String type) {
    return with("error_type", type);
  }

  /** Lines of this batch. */
  public JobQuery batch(String id) {
    return with("batch", id);
  }

  /** Those that have ended, the last one first. */
  public JobQuery sortByEnd() {
    return with("sort", "ended_at");
  }

  /**
   * Shows more of each job: {@code output_text}, {@code usage}, {@code result}, {@code request}.
   */
  public JobQuery include(String... what) {
    return with("include", String.join(",", what));
  }

  /** The size of a page: 1 to 100, 20 by default. */
  public JobQuery limit(int jobs) {
    return with("limit", Integer.toString(jobs));
  }

  /** The page after another one, given by its {@link JobPage#next()}. */
  public JobQuery after(String next) {
    return with("after", next);
  }

  private JobQuery with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new JobQuery(more);
  }

  /** Passes on each parameter. */
  void each(BiConsumer<String, String> receiver) {
    parameters.forEach(receiver);
  }

  /** The query of the URL, with the question mark; empty if there are no conditions. */
  String parameters() {
    return Http.query(parameters);
  }
}
