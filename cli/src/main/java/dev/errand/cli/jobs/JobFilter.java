package dev.errand.cli.jobs;

import dev.errand.cli.service.Scope;
import dev.errand.client.Job;
import dev.errand.client.JobQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which jobs: the filters of the API's lists. */
final class JobFilter {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATES",
      description = "scheduled, queued, running, succeeded, failed, cancelled, expired.")
  private List<Job.State> states = List.of();

  @Option(names = "--lane", paramLabel = "NAME", description = "Jobs of this lane.")
  private Optional<String> lane = Optional.empty();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = "Jobs for this model.")
  private Optional<String> model = Optional.empty();

  @Option(
      names = "--error",
      paramLabel = "TYPE",
      description = "Jobs without an answer because of this, such as timeout.")
  private Optional<String> error = Optional.empty();

  @Option(names = "--batch", paramLabel = "ID", description = "Jobs of this batch.")
  private Optional<String> batch = Optional.empty();

  @Option(
      names = "--meta",
      paramLabel = "KEY=VALUE",
      description = "Jobs with this pair; may be repeated.")
  private Map<String, String> metadata = Map.of();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Jobs accepted since 12h ago, or since 2026-01-05T20:00:00Z.")
  private Optional<Instant> since = Optional.empty();

  @Option(names = "--until", paramLabel = "TIME", description = "Jobs accepted before.")
  private Optional<Instant> until = Optional.empty();

  @Option(
      names = "--ended-since",
      paramLabel = "TIME",
      description = "Jobs that ended since; the list is in the order of their ends.")
  private Optional<Instant> endedSince = Optional.empty();

  @Option(names = "--ended-until", paramLabel = "TIME", description = "Jobs that ended before.")
  private Optional<Instant> endedUntil = Optional.empty();

  /** All of them. */
  JobQuery query() {
    JobQuery query = JobQuery.all();
    if (!states.isEmpty()) {
      query = query.state(states.toArray(Job.State[]::new));
    }
    query = Scope.with(query, lane, JobQuery::lane);
    query = Scope.with(query, model, JobQuery::model);
    query = Scope.with(query, error, JobQuery::errorType);
    query = Scope.with(query, batch, JobQuery::batch);
    query = Scope.with(query, since, JobQuery::createdAfter);
    query = Scope.with(query, until, JobQuery::createdBefore);
    query = Scope.with(query, endedSince, JobQuery::endedAfter);
    query = Scope.with(query, endedUntil, JobQuery::endedBefore);
    for (Map.Entry<String, String> pair : metadata.entrySet()) {
      query = query.metadata(pair.getKey(), pair.getValue());
    }
    return query;
  }

  /** As it was typed: a time that is {@code 12h} ago is another one whenever it is read. */
  String typed() {
    return spec.options().stream()
        .filter(option -> !option.originalStringValues().isEmpty())
        .map(option -> option.longestName() + " " + option.originalStringValues())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** Whether every job matches. */
  boolean isEmpty() {
    return states.isEmpty()
        && metadata.isEmpty()
        && List.of(lane, model, error, batch, since, until, endedSince, endedUntil).stream()
            .allMatch(Optional::isEmpty);
  }
}
