package dev.errand.api.openai;

import dev.errand.api.config.OpenAiConfig;
import dev.errand.api.jobs.Intake;
import dev.errand.api.jobs.Intake.Submitted;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.submit.CallReader;
import dev.errand.api.wait.JobWaiter;
import dev.errand.database.DatabaseException;
import dev.errand.job.Endpoint;
import dev.errand.job.JobState;
import dev.errand.store.Acceptance.Accepted;
import dev.errand.store.Acceptance.Replayed;
import dev.errand.store.Acceptance.Taken;
import dev.errand.store.JobStore;
import dev.errand.store.JobStore.Move;
import dev.errand.store.read.JobDetails;
import dev.errand.store.read.JobQueries;
import dev.errand.telemetry.LogLine;
import dev.errand.tenant.Caller;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Submits calls as jobs and responds with their answers. Called on virtual threads; a waiting call
 * holds none.
 */
@ApplicationScoped
class Calls {

  private static final Logger LOG = Logger.getLogger(Calls.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Intake intake;
  private final CallReader reader;
  private final JobWaiter waiter;
  private final JobQueries jobs;
  private final JobStore store;
  private final OpenAiConfig config;
  private final ExecutorService threads;

  @Inject
  Calls(
      Intake intake,
      CallReader reader,
      JobWaiter waiter,
      JobQueries jobs,
      JobStore store,
      OpenAiConfig config,
      @VirtualThreads ExecutorService threads) {
    this.intake = intake;
    this.reader = reader;
    this.waiter = waiter;
    this.jobs = jobs;
    this.store = store;
    this.config = config;
    this.threads = threads;
  }

  /**
   * Commits a call, and waits for its answer.
   *
   * @throws ProblemException if it is not accepted
   */
  Uni<Response> make(
      Endpoint endpoint,
      Caller caller,
      HttpHeaders headers,
      HttpServerResponse client,
      InputStream body) {
    long began = System.nanoTime();
    Submitted submitted =
        intake.take(
            caller,
            headers,
            body,
            (payload, key) -> reader.read(endpoint, priority(caller), payload, key));
    Call call =
        new Call(
            caller,
            id(submitted.taken()),
            submitted.submission().key().isPresent(),
            began,
            ClientPatience.of(headers::getHeaderString, config.longestWait()),
            AnswerForm.of(endpoint, submitted.submission().call().body()));
    return answered(call, client);
  }

  /**
   * Single calls come before batches; a caller that may not have that priority gets its highest.
   */
  private static int priority(Caller caller) {
    return Math.min(0, caller.limits().highestPriority().orElse(0));
  }

  private static UUID id(Taken taken) {
    return switch (taken) {
      case Accepted accepted -> accepted.id();
      case Replayed replayed -> replayed.id();
    };
  }

  private Uni<Response> answered(Call call, HttpServerResponse client) {
    lookLater(call, client);
    return Uni.createFrom()
        .completionStage(() -> waiter.ended(call.job(), call.left()))
        .emitOn(threads)
        .map(_ -> answer(call))
        .onCancellation()
        .invoke(() -> threads.execute(() -> abandon(call)));
  }

  /** Nothing reports a client that disconnects before the wait begins, or just then. */
  private void lookLater(Call call, HttpServerResponse client) {
    CompletableFuture.delayedExecutor(LOOK.toMillis(), TimeUnit.MILLISECONDS, threads)
        .execute(
            () -> {
              if (client.closed() && !client.ended()) {
                abandon(call);
              }
            });
  }

  private Response answer(Call call) {
    Optional<JobDetails> details = jobs.details(call.caller(), call.job());
    if (details.isEmpty()) {
      return Answers.deleted(call.job());
    }
    return details.get().summary().job().state().isFinal()
        ? Answers.ended(details.get(), call.form())
        : unfinished(call, details.get().summary().job().attempt());
  }

  private Response unfinished(Call call, int attempts) {
    if (outlives(call)) {
      return left(call);
    }
    Optional<Move> move = store.cancel(call.caller(), call.job());
    return move.isPresent() && !move.get().won()
        // It has ended meanwhile.
        ? answer(call)
        : cancelled(call, attempts == 0 && move.map(Move::from).orElse(null) != JobState.RUNNING);
  }

  /** The job goes on. Sent again, a call that has a name is the same job, any other a new one. */
  private static Response left(Call call) {
    String detail =
        "the call has not ended yet; job %s goes on: see GET /v1/jobs/%s"
            .formatted(call.job(), call.job());
    return Answers.unfinished(call.job(), type(call), detail, call.named());
  }

  /**
   * @param free whether nothing of it has reached a provider
   */
  private Response cancelled(Call call, boolean free) {
    boolean late = call.isOver();
    String detail =
        late
            ? "the call had not ended after %d s, shortly before its client gives up; it was cancelled"
                .formatted(call.patience().toSeconds())
            : "too many calls are waiting, or this service is stopping; the call was cancelled";
    return Answers.unfinished(call.job(), type(call), detail, free && !late);
  }

  /** The wait ends early if too many requests wait, and when the service stops. */
  private static ProblemType type(Call call) {
    return call.isOver() ? ProblemType.CALL_NOT_ENDED : ProblemType.UNAVAILABLE;
  }

  /** Whether the job goes on without its client. */
  private boolean outlives(Call call) {
    return call.named() || !config.cancelOnDisconnect();
  }

  private void abandon(Call call) {
    if (outlives(call)) {
      return;
    }
    try {
      store.cancel(call.caller(), call.job());
    } catch (DatabaseException e) {
      LOG.warn(
          LogLine.event("call_not_cancelled")
              .with("job", call.job())
              .with("error", e.getMessage())
              .next("the job goes on without its client"));
    }
  }
}
