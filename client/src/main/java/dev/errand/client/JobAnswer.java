package dev.errand.client;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * A response about one job.
 *
 * @param json the job as the service sent it
 * @param tag identifies the returned state, for {@link ErrandClient#pollChanged}
 * @param retryAfter when to poll again; empty once the job has ended
 * @param replayed whether the job was submitted before, under the same key
 */
public record JobAnswer(
    Job job, String json, Optional<String> tag, Optional<Duration> retryAfter, boolean replayed) {

  static JobAnswer of(HttpResponse<String> response) {
    return new JobAnswer(
        Json.read(response.body(), Job.class),
        response.body(),
        response.headers().firstValue("ETag"),
        retryAfter(response),
        response.headers().firstValue("Idempotency-Replayed").isPresent());
  }

  static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("[0-9]{1,9}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }
}
