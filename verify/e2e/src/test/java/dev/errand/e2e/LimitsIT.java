package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.client.Job;
import dev.errand.client.Job.State;
import dev.errand.client.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A provider that throttles most calls for a while, one worker with default settings, and a queue:
 * no job fails, and no attempt is spent. {@code -Derrand.limits.jobs=300 -Derrand.limits.time=60s}
 * measures more of it.
 */
class LimitsIT {

  private static final int JOBS = Integer.getInteger("errand.limits.jobs", 80);
  private static final String TIME = System.getProperty("errand.limits.time", "10s");

  @ParameterizedTest
  @CsvSource({"rate-60", "401-until-TIME", "daily-until-TIME", "loading-until-TIME"})
  void throttledJobsWaitAndSucceed(String behaviour) {
    String model = "sim-" + behaviour.replace("TIME", TIME);
    try (Installation errand = new Installation("limits", Map.of())) {
      errand.startWorker("w", Map.of());
      List<UUID> ids = errand.upload(jobs(model));

      await()
          .atMost(Duration.ofMinutes(10))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> errand.all(ids, State.SUCCEEDED));

      List<Job> jobs = ids.stream().map(errand.client()::job).toList();
      long calls = errand.simulator().calls().total();
      report(model, jobs, calls);
      assertEquals(JOBS, jobs.stream().mapToInt(Job::attemptsSpent).sum());
      assertEquals(calls - JOBS, jobs.stream().mapToInt(Job::throttles).sum());
      assertTrue(calls <= 4L * JOBS, () -> calls + " calls");
    }
  }

  private static void report(String model, List<Job> jobs, long calls) {
    Instant first = jobs.stream().map(Job::createdAt).min(Comparator.naturalOrder()).get();
    Instant last =
        jobs.stream().map(job -> job.endedAt().get()).max(Comparator.naturalOrder()).get();
    System.out.printf(
        "limits model=%s jobs=%d calls=%d seconds=%.1f%n",
        model, jobs.size(), calls, Duration.between(first, last).toMillis() / 1000.0);
  }

  private static List<Submission> jobs(String model) {
    return IntStream.range(0, JOBS)
        .mapToObj(i -> Submission.prompt(model, "prompt " + i).maxAttempts(2))
        .toList();
  }
}
