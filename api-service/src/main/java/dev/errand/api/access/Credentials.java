package dev.errand.api.access;

import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/** The credentials in a request's headers. */
final class Credentials {

  /** What OpenAI's clients for Azure and many tools send instead of {@code Authorization}. */
  static final String API_KEY = "X-API-Key";

  static final String BEARER = "Bearer ";

  private Credentials() {}

  /**
   * The key or token of a request; empty if there is none.
   *
   * @throws ProblemException if there are several, which might be read differently elsewhere, or
   *     another kind
   */
  static Optional<String> of(MultiMap headers) {
    List<String> authorizations = headers.getAll(HttpHeaders.AUTHORIZATION);
    List<String> keys = headers.getAll(API_KEY);
    if (authorizations.size() + keys.size() > 1) {
      throw rejected(
          "send one Authorization or %s header; there are %d"
              .formatted(API_KEY, authorizations.size() + keys.size()));
    }
    if (!keys.isEmpty()) {
      return Optional.of(keys.getFirst().strip());
    }
    return authorizations.stream().findFirst().map(Credentials::bearer);
  }

  /** The scheme's case makes no difference (RFC 9110, 11.1). */
  private static String bearer(String authorization) {
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw rejected("the Authorization header must have the form: Bearer KEY");
    }
    return authorization.substring(BEARER.length()).strip();
  }

  private static ProblemException rejected(String detail) {
    return new ProblemException(Problem.of(ProblemType.INVALID_CREDENTIALS, detail));
  }
}
