package dev.errand.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.local.part.ReadyProbe;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Checks whether services use their broker: they become ready without it, too. */
final class BrokerProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReadyProbe probe = new ReadyProbe();

  /** Empty as soon as all use it; otherwise, after a while, the reason that one of them reports. */
  Optional<String> trouble(List<URI> checks) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<String> trouble = firstTrouble(checks);
    while (trouble.isPresent() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      trouble = firstTrouble(checks);
    }
    return trouble;
  }

  private Optional<String> firstTrouble(List<URI> checks) {
    return checks.stream().flatMap(check -> trouble(check).stream()).findFirst();
  }

  private Optional<String> trouble(URI check) {
    return trouble(probe.answer(check));
  }

  /** What a service's answer about its health says of the broker. */
  static Optional<String> trouble(String health) {
    try {
      for (JsonNode each : JSON.readTree(health).path("checks")) {
        JsonNode data = each.path("data");
        for (String prefix : List.of("", "broker_")) {
          JsonNode connected = data.path(prefix + "connected");
          if (connected.isBoolean() && !connected.booleanValue()) {
            return Optional.of(data.path(prefix + "trouble").asText("not connected yet"));
          }
        }
      }
      return Optional.empty();
    } catch (JsonProcessingException _) {
      return Optional.of("a service does not report whether it uses the broker");
    }
  }
}
