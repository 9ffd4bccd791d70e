package dev.errand.api.operations;

import dev.errand.api.admin.Author;
import dev.errand.api.admit.Denial;
import dev.errand.api.admit.Permissions;
import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.submit.IdempotencyKey;
import dev.errand.job.JobId;
import dev.errand.store.operation.NewOperation;
import dev.errand.store.operation.Operation;
import dev.errand.store.operation.OperationMoves;
import dev.errand.store.operation.OperationStore;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Creates operations, once their jobs are as many as expected; finds and stops them. */
@ApplicationScoped
public class OperationService {

  /** A dry run counts as far as lists of counts do. */
  private static final int MOST_COUNTED = 10_000;

  /** Of one tenant, so that none occupies the dispatcher. */
  private static final int MOST_RUNNING = 10;

  private static final Duration LATER = Duration.ofSeconds(5);

  private final OperationStore store;
  private final OperationMoves moves;
  private final MatchingJobs jobs;
  private final Clock clock;

  @Inject
  OperationService(OperationStore store, OperationMoves moves, MatchingJobs jobs, Clock clock) {
    this.store = store;
    this.moves = moves;
    this.jobs = jobs;
    this.clock = clock;
  }

  /** What the operation would move. */
  public OperationPreview preview(Caller caller, Selection selection) {
    requirePermitted(caller, selection);
    return OperationPreview.of(
        selection, jobs.count(caller, selection, moves.moment(), MOST_COUNTED));
  }

  /**
   * An operation after a request to create it.
   *
   * @param replayed whether an earlier request with the same key did
   */
  public record Created(Operation operation, boolean replayed) {}

  /**
   * Creates an operation.
   *
   * @throws ProblemException if it is not permitted, or its jobs are not as many as expected
   */
  public Created create(Author author, Optional<IdempotencyKey> key, OperationRequest request) {
    requirePermitted(author.caller(), request.selection());
    return replayed(author.caller(), key, request)
        .or(() -> created(author, key, request))
        // Two requests with one key may come at the same time.
        .or(() -> replayed(author.caller(), key, request))
        .orElseThrow(OperationService::tooMany);
  }

  /** An operation; throws a problem if there is none with this id. */
  public Operation find(Caller caller, UUID id) {
    return store
        .find(caller, id)
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.NOT_FOUND, "no operation has the id %s".formatted(id)));
  }

  /** Stops an operation; throws a problem if it has ended otherwise. */
  public Operation stop(Author author, UUID id) {
    return store
        .stop(author.caller(), author.origin(), id)
        .orElseGet(() -> stoppedBefore(author.caller(), id));
  }

  private Operation stoppedBefore(Caller caller, UUID id) {
    Operation found = find(caller, id);
    if (found.state() != Operation.State.STOPPED) {
      throw new ProblemException(
          ProblemType.OPERATION_ENDED, "the operation is %s".formatted(found.state().text()));
    }
    return found;
  }

  private Optional<Created> replayed(
      Caller caller, Optional<IdempotencyKey> key, OperationRequest request) {
    Optional<Operation> earlier = key.flatMap(it -> store.named(caller, it.value()));
    if (earlier.filter(it -> !request.selection().isThatOf(it)).isPresent()) {
      throw new ProblemException(
          ProblemType.KEY_REUSED,
          "operation %s was created with this key, and does something else"
              .formatted(earlier.get().id()));
    }
    return earlier.map(it -> new Created(it, true));
  }

  private Optional<Created> created(
      Author author, Optional<IdempotencyKey> key, OperationRequest request) {
    try {
      NewOperation operation = counted(author, key, request);
      return store
          .create(author.caller(), author.origin(), operation, MOST_RUNNING)
          .map(it -> new Created(it, false));
    } catch (ProblemException e) {
      // Its jobs may be fewer because the same operation has begun meanwhile.
      return Optional.of(replayed(author.caller(), key, request).orElseThrow(() -> e));
    }
  }

  private NewOperation counted(
      Author author, Optional<IdempotencyKey> key, OperationRequest request) {
    Selection selection = request.selection();
    int expected = request.expected().orElseThrow();
    // Before the jobs are counted: what ends meanwhile was not among them.
    Instant at = moves.moment();
    MatchingJobs.Count count = jobs.count(author.caller(), selection, at, mostFor(expected));
    requireExpected(count, expected);
    return new NewOperation(
        JobId.next(clock),
        key.map(IdempotencyKey::value),
        selection.action(),
        selection.priority(),
        FilterJson.write(selection.parameters()),
        request.reason(),
        at,
        count.jobs(),
        expected);
  }

  private static void requirePermitted(Caller caller, Selection selection) {
    selection
        .priority()
        .flatMap(priority -> Permissions.ofPriority(caller.limits(), priority))
        .map(Denial::problem)
        .ifPresent(
            problem -> {
              throw new ProblemException(problem);
            });
  }

  /** A tenth more than expected. */
  static int mostFor(int expected) {
    return expected + expected / 10;
  }

  private static void requireExpected(MatchingJobs.Count count, int expected) {
    int jobs = count.jobs();
    if (Math.abs((long) jobs - expected) * 10 > expected) {
      throw new ProblemException(
          ProblemType.UNEXPECTED_COUNT,
          "%s%d jobs match, and %d were expected; nothing was done. Look again with dry_run"
              .formatted(count.more() ? "at least " : "", jobs, expected));
    }
  }

  private static ProblemException tooMany() {
    return new ProblemException(
        Problem.quotaExceeded(
            "%d operations of the tenant are running; try again later".formatted(MOST_RUNNING),
            LATER));
  }
}
