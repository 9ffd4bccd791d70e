package dev.errand.cli.service;

import dev.errand.client.NoAnswerException;
import dev.errand.client.Problem;
import dev.errand.client.ProblemException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** What a person is told about a request that failed, and what to do about it. */
public final class Explanation {

  private Explanation() {}

  /** For a request that was rejected. */
  public static String of(ProblemException rejected) {
    Problem problem = rejected.problem();
    StringBuilder text =
        new StringBuilder(
            problem.detail().isBlank() ? String.valueOf(rejected.getMessage()) : problem.detail());
    for (Problem.Violation violation : problem.violations()) {
      if (text.indexOf(violation.message()) < 0) {
        text.append("\n  ").append(violation.field()).append(": ").append(violation.message());
      }
    }
    return ExitCode.of(rejected) == ExitCode.NO_ACCESS
        ? text.append("\nSet the key in ERRAND_API_KEY, or use --key-file.").toString()
        : text.toString();
  }

  /** For a service that does not respond. */
  public static String of(NoAnswerException none) {
    URI uri = none.uri();
    return "can't reach %s://%s (%s). Is it running? Set ERRAND_URL or --url."
        .formatted(uri.getScheme(), uri.getRawAuthority(), why(none));
  }

  private static String why(NoAnswerException none) {
    if (isCausedBy(none, UnresolvedAddressException.class)) {
      return "unknown host";
    }
    if (isCausedBy(none, ConnectException.class)) {
      return "connection refused";
    }
    if (isCausedBy(none, HttpTimeoutException.class)) {
      return "no answer in time";
    }
    return isCausedBy(none, SSLException.class)
        ? "TLS failed: " + none.getMessage()
        : "the connection broke: " + none.getMessage();
  }

  static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
