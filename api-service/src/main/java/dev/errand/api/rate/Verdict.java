package dev.errand.api.rate;

import dev.errand.api.problem.Problem;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether a request is let in, by the limits of its caller.
 *
 * @param quotas the limits; empty if there are none
 */
public record Verdict(boolean isAllowed, List<Quota> quotas) {

  /** Fields of draft-ietf-httpapi-ratelimit-headers-10: lists of structured items. */
  static final String POLICY = "RateLimit-Policy";

  static final String STATE = "RateLimit";

  static final Verdict UNLIMITED = new Verdict(true, List.of());

  /** An empty bucket has a request again after a second at most. */
  private static final Duration WINDOW = Duration.ofSeconds(1);

  public Verdict {
    quotas = List.copyOf(quotas);
  }

  /** Shows the caller its limits, if it has any. */
  public void describe(HttpServerResponse response) {
    if (!quotas.isEmpty()) {
      response.putHeader(
          POLICY, list(it -> "\"%s\";q=%d;w=1".formatted(it.name(), it.perSecond())));
      response.putHeader(STATE, list(it -> "\"%s\";r=%d;t=1".formatted(it.name(), it.left())));
    }
  }

  /** The problem of a request that is not let in. */
  public Problem problem() {
    String reached =
        quotas.stream()
            .filter(quota -> quota.left() == 0)
            .map(quota -> "%s (%d per second)".formatted(quota.name(), quota.perSecond()))
            .collect(Collectors.joining(" and "));
    return Problem.quotaExceeded(
        "too many requests of this %s; send fewer, or try again later".formatted(reached), WINDOW);
  }

  private String list(Function<Quota, String> item) {
    return quotas.stream().map(item).collect(Collectors.joining(", "));
  }
}
