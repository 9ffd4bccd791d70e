package dev.errand.api.access;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keys in a request's query end up in logs and histories; nobody gets used to it here. */
final class QueryKeys {

  private static final Pattern KEY =
      Pattern.compile(
          "errand_[0-9A-Za-z]+_[0-9A-Za-z]+|(?:^|&)(?:api[-_]?key|access_token)=",
          Pattern.CASE_INSENSITIVE);

  private QueryKeys() {}

  /**
   * Rejects a query with a key.
   *
   * @throws ProblemException if there is one
   */
  static void reject(@Nullable String query) {
    if (query != null && KEY.matcher(query).find()) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "send keys in the Authorization header, not in the query, where others log them; if this"
              + " was a real key, rotate it");
    }
  }
}
