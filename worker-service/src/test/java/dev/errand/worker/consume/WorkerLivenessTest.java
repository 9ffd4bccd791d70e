package dev.errand.worker.consume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.worker.config.TestedConfig;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerLivenessTest {

  private final TestedConfig config =
      new TestedConfig(
          "http://localhost:1/v1",
          Map.of(
              "errand.worker.poll-interval", "1S",
              "errand.worker.heartbeat", "10S",
              "errand.worker.health.stuck", "60S"));

  @ParameterizedTest
  @CsvSource({
    "0,  0,  false, UP",
    "60, 69, false, UP",
    "62, 0,  false, DOWN",
    "0,  71, false, DOWN",
    "0,  0,  true,  DOWN"
  })
  void aWorkerIsLiveWhileItsThreadsAreAndItIsFed(
      long claimer, long keeper, boolean starving, Status status) {
    WorkerLiveness liveness =
        new WorkerLiveness(
            () -> Duration.ofSeconds(claimer),
            () -> Duration.ofSeconds(keeper),
            () -> starving,
            config.worker());

    assertEquals(status, liveness.call().getStatus());
  }
}
