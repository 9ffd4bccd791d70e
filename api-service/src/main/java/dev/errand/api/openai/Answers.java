package dev.errand.api.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.api.problem.ErrorEnvelope;
import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemType;
import dev.errand.job.Attempt;
import dev.errand.job.Failure;
import dev.errand.job.JobResult;
import dev.errand.job.ProviderError;
import dev.errand.store.read.JobDetails;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The responses to calls. Clients are told not to repeat what has failed: Errand has done that, and
 * each of their own repetitions would be a job with all its attempts.
 */
final class Answers {

  /** The header with the id of the job that stands for the call. */
  static final String JOB = "Errand-Job-Id";

  /** The header with the provider's own id of the call. */
  static final String PROVIDER_REQUEST = "Errand-Provider-Request-Id";

  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int INTERNAL = 500;
  private static final int BAD_GATEWAY = 502;
  private static final int GATEWAY_TIMEOUT = 504;

  private Answers() {}

  /** The response with what came of an ended job. */
  static Response ended(JobDetails details, AnswerForm form) {
    ResponseBuilder response =
        switch (details.summary().job().state()) {
          case SUCCEEDED -> succeeded(details, form);
          case FAILED -> failed(details.result().orElseThrow());
          case CANCELLED ->
              error(CONFLICT, "the call was cancelled; it can be retried as a job", "cancelled");
          case EXPIRED ->
              error(GATEWAY_TIMEOUT, "the call had not started by its deadline", "expired");
          case SCHEDULED, QUEUED, RUNNING ->
              throw new IllegalArgumentException("the job has not ended");
        };
    providerRequest(details.attempts()).ifPresent(id -> response.header(PROVIDER_REQUEST, id));
    return response.header(JOB, details.summary().job().id()).build();
  }

  /** The response to a call whose wait was over before its job. */
  static Response unfinished(UUID job, ProblemType type, String detail, boolean retry) {
    return Response.fromResponse(Problem.of(type, detail).response())
        .header(JOB, job)
        .header(ErrorEnvelope.SHOULD_RETRY, retry)
        .build();
  }

  /** The response to a call whose job was deleted while its client waited. */
  static Response deleted(UUID job) {
    return Response.fromResponse(
            Problem.of(ProblemType.JOB_DELETED, "the job of this call was deleted").response())
        .header(JOB, job)
        .build();
  }

  private static ResponseBuilder succeeded(JobDetails details, AnswerForm form) {
    JobResult result = details.result().orElseThrow();
    return Response.status(ProviderStatus.ofAnswer(result.httpStatus()))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(form.apply(Objects.requireNonNull(result.body())));
  }

  private static ResponseBuilder failed(JobResult result) {
    String type = Objects.requireNonNull(result.errorType());
    int status = status(result.httpStatus(), type);
    ProviderError sent = result.error();
    return sent == null
        ? error(status, String.valueOf(result.errorMessage()), type)
        : asSent(status, sent);
  }

  private static ResponseBuilder asSent(int status, ProviderError error) {
    ResponseBuilder response = error(status, error.body().getBytes(UTF_8));
    error.headers().forEach(header -> response.header(header.name(), header.value()));
    return response;
  }

  private static ResponseBuilder error(int status, String message, String code) {
    return error(status, ErrorEnvelope.of(status, message, code));
  }

  private static ResponseBuilder error(int status, Object entity) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(entity)
        .header(ErrorEnvelope.SHOULD_RETRY, false);
  }

  private static int status(@Nullable Integer provider, String type) {
    return ProviderStatus.ofError(provider)
        .orElseGet(() -> status(Failure.Type.valueOf(type.toUpperCase(Locale.ROOT))));
  }

  private static int status(Failure.Type type) {
    return switch (type) {
      case RATE_LIMITED, QUOTA_EXCEEDED -> TOO_MANY_REQUESTS;
      case PROVIDER_ERROR, INVALID_ANSWER, ANSWER_TOO_LARGE, UNREACHABLE, CONNECTION, LOST ->
          BAD_GATEWAY;
      case TIMEOUT -> GATEWAY_TIMEOUT;
      case CONFIGURATION -> INTERNAL;
    };
  }

  private static Optional<String> providerRequest(List<Attempt> attempts) {
    return attempts.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(attempts.getLast().providerRequestId());
  }
}
