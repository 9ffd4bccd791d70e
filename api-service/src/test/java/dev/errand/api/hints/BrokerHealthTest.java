package dev.errand.api.hints;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.broker.BrokerState;
import dev.errand.broker.Hint;
import dev.errand.broker.HintPublisher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class BrokerHealthTest {

  @Test
  void aBrokerInUseIsSaidToBeConnectedAndNoMore() {
    HealthCheckResponse response = health(BrokerState.of(true));
    assertEquals(Status.UP, response.getStatus());
    assertEquals(Map.of("connected", true), response.getData().orElseThrow());
  }

  @Test
  void anUnusedBrokerIsReportedWithReasonAndTimeAndReadinessIsUnaffected() {
    HealthCheckResponse response =
        health(new BrokerState(false, Duration.ofSeconds(75), Optional.of("nowhere")));
    assertEquals(Status.UP, response.getStatus());
    assertEquals(
        Map.of("connected", false, "unused_seconds", 75L, "trouble", "nowhere"),
        response.getData().orElseThrow());
  }

  private static HealthCheckResponse health(BrokerState state) {
    return new BrokerHealth(
            new HintPublisher() {
              @Override
              public void publish(String pool, List<Hint> hints) {}

              @Override
              public OptionalLong waiting(String pool) {
                return OptionalLong.empty();
              }

              @Override
              public BrokerState state() {
                return state;
              }
            })
        .call();
  }
}
