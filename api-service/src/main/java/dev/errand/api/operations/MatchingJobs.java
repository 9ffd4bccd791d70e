package dev.errand.api.operations;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.lists.Cursor;
import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.problem.Violation;
import dev.errand.job.JobState;
import dev.errand.store.operation.OperationChunks;
import dev.errand.store.operation.OperationChunks.Page;
import dev.errand.store.read.JobFilter;
import dev.errand.store.read.JobQueries;
import dev.errand.store.read.JobsFound;
import dev.errand.store.read.Paging;
import dev.errand.store.read.Paging.Place;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The jobs of selections, page by page of the list of their filter, so that no number of jobs takes
 * more memory or a longer statement.
 */
@ApplicationScoped
class MatchingJobs {

  /** The most jobs of a page; fewer if one statement may move fewer. */
  static final int PAGE = 500;

  /** A filter whose jobs are not counted by then is too wide, or hits too rarely. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Unless fewer pages than these were read by then: so slow is only the database. */
  static final int PAGES = 10;

  private final JobQueries jobs;
  private final OperationChunks chunks;
  private final int size;

  @Inject
  MatchingJobs(JobQueries jobs, OperationChunks chunks, ApiConfig config) {
    this.jobs = jobs;
    this.chunks = chunks;
    this.size = Math.min(PAGE, config.dispatch().batch());
  }

  /**
   * How many jobs there are, by state.
   *
   * @param more whether counting has stopped at the bound: there may be more
   */
  record Count(Map<JobState, Integer> byState, boolean more) {
    Count {
      byState = Map.copyOf(byState);
    }

    /** In any state. */
    int jobs() {
      return byState.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** The page of jobs after this place. */
  Page page(Caller caller, Selection selection, Optional<String> after) {
    JobFilter filter = selection.filter();
    Optional<Place> place = after.map(text -> Cursor.parse(text).orElseThrow());
    JobsFound found = jobs.list(caller, filter, new Paging(filter.order(), place, size));
    List<UUID> ids = found.jobs().stream().map(it -> it.job().id()).toList();
    return new Page(ids, filter.states(), found.next().map(Cursor::of));
  }

  /**
   * Counts the jobs that an operation of this moment would have.
   *
   * @param most counting stops above it
   * @throws ProblemException if that takes too long, because of the filter or of the database
   */
  Count count(Caller caller, Selection selection, Instant at, int most) {
    long began = System.nanoTime();
    Map<JobState, Integer> byState = new EnumMap<>(JobState.class);
    Optional<String> after = Optional.empty();
    int all = 0;
    int pages = 0;
    do {
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        throw tooLong(pages);
      }
      pages++;
      Page page = page(caller, selection, after);
      for (Map.Entry<JobState, Integer> count : count(caller, selection, at, page).entrySet()) {
        byState.merge(count.getKey(), count.getValue(), Integer::sum);
        all += count.getValue();
      }
      after = page.next();
    } while (after.isPresent() && all <= most);
    return new Count(byState, after.isPresent());
  }

  private Map<JobState, Integer> count(Caller caller, Selection selection, Instant at, Page page) {
    return page.jobs().isEmpty()
        ? Map.of()
        : chunks.count(caller.tenant(), selection.action(), selection.priority(), at, page);
  }

  /** Whoever has a filter that is good enough should be told to try again, not to change it. */
  static ProblemException tooLong(int pages) {
    if (pages < PAGES) {
      return new ProblemException(
          ProblemType.UNAVAILABLE,
          "the database is slow: the jobs could not be counted within %d s; try again later, or"
                  .formatted(PATIENCE.toSeconds())
              + " narrow the filter");
    }
    List<Violation> violations =
        List.of(
            new Violation(
                "filter",
                "its jobs could not be counted within %d s; narrow it"
                    .formatted(PATIENCE.toSeconds())));
    return new ProblemException(
        Problem.of(ProblemType.INVALID_BODY, Violation.summary(violations), violations));
  }
}
