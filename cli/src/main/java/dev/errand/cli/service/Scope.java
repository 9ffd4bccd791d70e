package dev.errand.cli.service;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/** Which time, lane and model a summary is about. */
public final class Scope {

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Since 12h ago, or since 2026-01-05T20:00:00Z (default: 24h).")
  private Optional<Instant> since = Optional.empty();

  @Option(names = "--until", paramLabel = "TIME", description = "Before this time.")
  private Optional<Instant> until = Optional.empty();

  @Option(names = "--lane", paramLabel = "NAME", description = "Jobs of this lane.")
  private Optional<String> lane = Optional.empty();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = "Jobs for this model.")
  private Optional<String> model = Optional.empty();

  /** A query with those that were typed, each of which the query has a method for. */
  public <Q> Q narrow(
      Q query,
      BiFunction<Q, Instant, Q> after,
      BiFunction<Q, Instant, Q> before,
      BiFunction<Q, String, Q> ofLane,
      BiFunction<Q, String, Q> ofModel) {
    Q narrow = with(query, since, after);
    narrow = with(narrow, until, before);
    narrow = with(narrow, lane, ofLane);
    return with(narrow, model, ofModel);
  }

  /** A query with a value, if there is one. */
  public static <Q, T> Q with(Q query, Optional<T> value, BiFunction<Q, T, Q> filter) {
    return value.map(it -> filter.apply(query, it)).orElse(query);
  }
}
