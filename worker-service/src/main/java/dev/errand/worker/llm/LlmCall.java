package dev.errand.worker.llm;

import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.worker.llm.LlmOutcome.Aborted;
import dev.errand.worker.llm.LlmOutcome.Broken;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call under way. */
public final class LlmCall {

  private final Provider provider;
  private final CompletableFuture<Response> response;
  private final AnswerReader answers;

  LlmCall(Provider provider, Uni<Response> call, InstantSource clock) {
    this.provider = provider;
    this.response = call.subscribeAsCompletionStage();
    this.answers = new AnswerReader(provider, clock);
  }

  /** Drops the call: its connection is closed. Safe to call at any time. */
  public void abort() {
    response.cancel(true);
  }

  /** Waits for the outcome; drops the call where none comes in time. */
  public LlmOutcome await(Duration atMost) {
    try {
      return answers.read(response.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      abort();
      return broken(
          Outcome.TIMED_OUT,
          Failure.Type.TIMEOUT,
          "no whole answer within %d s".formatted(atMost.toSeconds()));
    } catch (CancellationException e) {
      return new Aborted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abort();
      return new Aborted();
    } catch (ExecutionException e) {
      return failed(e.getCause());
    }
  }

  private LlmOutcome failed(Throwable cause) {
    if (cause instanceof WebApplicationException answered) {
      return answers.read(answered.getResponse());
    }
    return broken(Outcome.FAILED, Failure.Type.CONNECTION, whole(cause));
  }

  private LlmOutcome broken(Outcome outcome, Failure.Type type, String message) {
    Failure failure = new Failure(type, provider.redact(message));
    return new Broken(outcome, failure, Optional.empty(), Call.UNHEARD);
  }

  /** The messages of an exception and its causes: the innermost names the fault. */
  private static String whole(Throwable failure) {
    StringBuilder message = new StringBuilder(String.valueOf(failure.getMessage()));
    for (Throwable t = failure.getCause(); t != null; t = t.getCause()) {
      String next = String.valueOf(t.getMessage());
      if (message.indexOf(next) < 0) {
        message.append(": ").append(next);
      }
    }
    return message.toString();
  }
}
