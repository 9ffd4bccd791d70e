package dev.errand.api.problem;

import java.util.Locale;

/**
 * The types of {@link Problem}. docs/reference/api.md lists them; their URIs never change. Some are
 * used only where errors have OpenAI's form, see docs/reference/openai.md.
 */
public enum ProblemType {
  INVALID_JSON(400, "The body is not JSON"),
  INVALID_REQUEST(400, "The request is not valid"),
  BATCH_NOT_CANCELLABLE(400, "The batch has ended"),
  FILE_IN_USE(400, "The file is being used"),
  NO_CREDENTIALS(401, "A key is required"),
  INVALID_CREDENTIALS(401, "The key is not valid"),
  FORBIDDEN(403, "The key does not permit this"),
  FOREIGN_ORIGIN(403, "The request comes from another site"),
  TENANT_SUSPENDED(403, "The tenant is suspended"),
  NOT_FOUND(404, "Not found"),
  MODEL_NOT_FOUND(404, "There is no such model"),
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  NOT_ACCEPTABLE(406, "No acceptable representation"),
  REQUEST_TIMEOUT(408, "The body arrived too slowly"),
  CONFLICT(409, "The job's state does not allow this"),
  UNEXPECTED_COUNT(409, "The number of jobs is not the expected one"),
  OPERATION_ENDED(409, "The operation has ended"),
  JOB_DELETED(410, "The job with this idempotency key has been deleted"),
  TOO_LARGE(413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
  INVALID_BODY(422, "A field of the body is not valid"),
  INVALID_SUBMISSION(422, "The submission is not valid"),
  KEY_REUSED(422, "The idempotency key was used for another submission"),
  TOO_MANY_LINES(422, "The upload has too many lines"),
  QUOTA_EXCEEDED(429, "A limit of the key or its tenant is reached"),
  INTERNAL(500, "Internal error"),
  UNAVAILABLE(503, "Temporarily unavailable"),
  CALL_NOT_ENDED(504, "The call has not ended in time");

  /** The beginning of each {@link #uri()}. */
  static final String PREFIX = "urn:errand:problem:";

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The URI of this type. */
  String uri() {
    return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public int status() {
    return status;
  }

  String title() {
    return title;
  }
}
