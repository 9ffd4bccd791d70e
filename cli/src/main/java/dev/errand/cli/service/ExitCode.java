package dev.errand.cli.service;

import dev.errand.client.ProblemException;

/** The exit codes; docs/reference/cli.md lists them. */
public final class ExitCode {

  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int WRONG_USAGE = 2;
  public static final int NO_SUCCESS = 3;
  public static final int NO_ACCESS = 4;
  public static final int NOT_FOUND = 5;
  public static final int WRONG_STATE = 6;
  public static final int NOT_REACHABLE = 7;
  public static final int GAVE_UP = 8;

  private ExitCode() {}

  /** That of a request that was rejected. */
  public static int of(ProblemException problem) {
    return switch (problem.type()) {
      case NO_CREDENTIALS, INVALID_CREDENTIALS, FORBIDDEN, FOREIGN_ORIGIN, TENANT_SUSPENDED ->
          NO_ACCESS;
      case NOT_FOUND, JOB_DELETED -> NOT_FOUND;
      case CONFLICT, BATCH_NOT_CANCELLABLE, UNEXPECTED_COUNT, OPERATION_ENDED -> WRONG_STATE;
      case UNAVAILABLE -> NOT_REACHABLE;
      case UNKNOWN -> ofStatus(problem.status());
      default -> FAILED;
    };
  }

  /** A proxy in front of the service has its own words. */
  private static int ofStatus(int status) {
    return switch (status) {
      case 401, 403 -> NO_ACCESS;
      case 404 -> NOT_FOUND;
      case 502, 503, 504 -> NOT_REACHABLE;
      default -> FAILED;
    };
  }
}
