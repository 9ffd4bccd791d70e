package dev.errand.api.openai;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a call may wait for its answer: a little less than its client does, because a client
 * whose time is over sends the call again, which would be another bill.
 */
final class ClientPatience {

  /** What clients say of the seconds that they wait. */
  private static final List<String> HEADERS =
      List.of("x-stainless-read-timeout", "x-stainless-timeout");

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  /** The response takes a moment to arrive; at most half of a short wait. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private ClientPatience() {}

  /**
   * How long to wait for the answer to a request.
   *
   * @param headers the first value of a header, null if there is none
   * @param longest the longest wait of all, also that of clients that say nothing
   */
  static Duration of(Function<String, @Nullable String> headers, Duration longest) {
    Duration client =
        HEADERS.stream()
            .map(headers)
            .filter(Objects::nonNull)
            .flatMap(value -> seconds(value).stream())
            .min(Duration::compareTo)
            .filter(said -> said.compareTo(longest) < 0)
            .orElse(longest);
    Duration margin = MARGIN.compareTo(client.dividedBy(2)) < 0 ? MARGIN : client.dividedBy(2);
    return client.minus(margin);
  }

  /** Zero stands for no time limit. */
  private static Optional<Duration> seconds(@Nullable String value) {
    return Optional.ofNullable(value)
        .map(String::strip)
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofMillis((long) (Double.parseDouble(text) * 1000)))
        .filter(Duration::isPositive);
  }
}
