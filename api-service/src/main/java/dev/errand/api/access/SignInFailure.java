package dev.errand.api.access;

import dev.errand.api.access.RejectedKeyException.Reason;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemMappers;
import dev.errand.api.problem.ProblemType;
import dev.errand.database.DatabaseException;
import dev.errand.telemetry.LogLine;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Why nobody was signed in to the console, in words for the page that is shown instead. */
final class SignInFailure {

  private static final Logger LOG = Logger.getLogger(SignInFailure.class);

  private SignInFailure() {}

  /** The problem of a step that failed. */
  static ProblemException of(RuntimeException failure, String provider, String tenantClaim) {
    List<Throwable> causes =
        Stream.<Throwable>iterate(failure, it -> it != null, Throwable::getCause).toList();
    for (Throwable cause : causes) {
      if (cause instanceof RejectedKeyException rejected) {
        return rejected(rejected.reason(), provider, tenantClaim);
      }
      if (cause instanceof DatabaseException trouble) {
        return new ProblemException(ProblemMappers.unavailable(trouble));
      }
    }
    LOG.warn(
        LogLine.event("sign_in_failed")
            .with("error", words(causes.getLast().getMessage()))
            .next("the console shows its form for keys"));
    return causes.stream().anyMatch(SignInFailure::isAnswer)
            && causes.stream().noneMatch(IOException.class::isInstance)
        ? notOurs()
        : unreachable(provider);
  }

  /** The token's claims are nobody's business, and neither is how to use Quarkus. */
  private static String words(@Nullable String message) {
    String whole = String.valueOf(message);
    int details = whole.lastIndexOf("Additional details:");
    String words = details < 0 ? whole : whole.substring(details);
    return words.lines().findFirst().orElse("");
  }

  /** The provider, or somebody else, has sent what does not belong to a sign-in from here. */
  static ProblemException notOurs() {
    return new ProblemException(
        ProblemType.INVALID_CREDENTIALS,
        "the sign-in was not completed: it was cancelled or took too long, or its page was opened"
            + " twice. Start again");
  }

  private static boolean isAnswer(Throwable cause) {
    return cause instanceof AuthenticationCompletionException
        || cause instanceof AuthenticationFailedException;
  }

  private static ProblemException unreachable(String provider) {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        provider + " cannot be reached. Sign in with a key, or try again shortly");
  }

  private static ProblemException rejected(Reason reason, String provider, String tenantClaim) {
    return reason == Reason.SUSPENDED
        ? new ProblemException(ProblemType.TENANT_SUSPENDED, reason.detail())
        : new ProblemException(
            ProblemType.FORBIDDEN,
            "the token of %s names no tenant of this service: its claim %s must be the name of one. Ask its administrator"
                .formatted(provider, tenantClaim));
  }
}
