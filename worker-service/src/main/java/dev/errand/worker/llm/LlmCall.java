package dev.errand.worker.llm;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.worker.http.ByteBudget.Reservation;
import dev.errand.worker.http.HttpAnswer;
import dev.errand.worker.http.NotSentException;
import dev.errand.worker.http.Post;
import dev.errand.worker.outcome.AnswerReader;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Aborted;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.NotSent;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.target.Credential;
import io.netty.handler.codec.TooLongFrameException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A call in progress. */
public final class LlmCall {

  private static final String TOO_LONG =
      "the answer's status line or headers are too long: raise errand.worker.answer-head-limit"
          + ": ";

  private final Post<HttpAnswer> post;
  private final Endpoint endpoint;
  private final Credential credential;
  private final AnswerReader answers;
  private final AnswerDecoding decoding;
  private final Reservation budget;
  private final Optional<String> proxy;
  private final UnaryOperator<LlmOutcome> meaning;

  /**
   * Creates it.
   *
   * @param proxy the proxy of the call, for messages
   * @param meaning what an outcome means given the provider's other keys
   */
  LlmCall(
      Post<HttpAnswer> post,
      Endpoint endpoint,
      Credential credential,
      AnswerReader answers,
      AnswerDecoding decoding,
      Reservation budget,
      Optional<String> proxy,
      UnaryOperator<LlmOutcome> meaning) {
    this.post = post;
    this.endpoint = endpoint;
    this.credential = credential;
    this.answers = answers;
    this.decoding = decoding;
    this.budget = budget;
    this.proxy = proxy;
    this.meaning = meaning;
  }

  /** Aborts the call and closes its connection. Safe to call at any time. */
  public void abort() {
    post.abort();
  }

  /** Waits for the outcome; aborts the call if there is none in time. */
  public LlmOutcome await(Duration atMost) {
    return meaning.apply(outcome(atMost));
  }

  private LlmOutcome outcome(Duration atMost) {
    try {
      return read(post.answer().get(atMost.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      abort();
      return broken(
          Outcome.TIMED_OUT,
          Failure.Type.TIMEOUT,
          "no complete answer within %d s".formatted(atMost.toSeconds()));
    } catch (CancellationException e) {
      return new Aborted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abort();
      return new Aborted();
    } catch (ExecutionException e) {
      return failed(Objects.requireNonNullElse(e.getCause(), e));
    } catch (IOException e) {
      return broken(Outcome.FAILED, Failure.Type.CONNECTION, whole(e));
    }
  }

  private LlmOutcome failed(Throwable cause) {
    return switch (cause) {
      case NotSentException notSent -> notSent(whole(notSent));
      // Caused by our own limit, so the next attempt would fail, too.
      case TooLongFrameException e ->
          new Refused(failure(Failure.Type.INVALID_ANSWER, TOO_LONG + whole(e)), Call.UNHEARD);
      default -> broken(Outcome.FAILED, Failure.Type.CONNECTION, whole(cause));
    };
  }

  /**
   * A 407 comes from the proxy itself: the provider received nothing. A tunnel fails before there
   * is an answer.
   */
  private LlmOutcome read(HttpAnswer answer) throws IOException, InterruptedException {
    return answer.status() == 407 && proxy.isPresent()
        ? notSent("the proxy requires a user and a password, or rejected them (HTTP 407)")
        : answers.read(endpoint, decoding.decode(answer, budget));
  }

  private NotSent notSent(String message) {
    String way = proxy.map(" (through the proxy %s)"::formatted).orElse("");
    return new NotSent(failure(Failure.Type.UNREACHABLE, message + way));
  }

  private LlmOutcome broken(Outcome outcome, Failure.Type type, String message) {
    return new Broken(outcome, failure(type, message), Optional.empty(), Call.UNHEARD);
  }

  private Failure failure(Failure.Type type, String message) {
    return new Failure(type, credential.redact(message));
  }

  /** The messages of an exception and its causes: the innermost one names the fault. */
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
