package dev.errand.worker.llm;

import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.worker.llm.LlmOutcome.Aborted;
import dev.errand.worker.llm.LlmOutcome.Broken;
import dev.errand.worker.llm.LlmOutcome.NotSent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call under way. */
public final class LlmCall {

  private final Post post;
  private final Credential credential;
  private final AnswerReader answers;

  LlmCall(Post post, Credential credential, AnswerReader answers) {
    this.post = post;
    this.credential = credential;
    this.answers = answers;
  }

  /** Drops the call: its connection is closed. Safe to call at any time. */
  public void abort() {
    post.abort();
  }

  /** Waits for the outcome; drops the call where none comes in time. */
  public LlmOutcome await(Duration atMost) {
    try {
      return answers.read(post.answer().get(atMost.toMillis(), TimeUnit.MILLISECONDS));
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
      return e.getCause() instanceof NotSentException notSent
          ? new NotSent(failure(Failure.Type.UNREACHABLE, whole(notSent)))
          : broken(Outcome.FAILED, Failure.Type.CONNECTION, whole(e.getCause()));
    }
  }

  private LlmOutcome broken(Outcome outcome, Failure.Type type, String message) {
    return new Broken(outcome, failure(type, message), Optional.empty(), Call.UNHEARD);
  }

  private Failure failure(Failure.Type type, String message) {
    return new Failure(type, credential.redact(message));
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
