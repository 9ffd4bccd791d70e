package dev.errand.e2e;

import static org.awaitility.Awaitility.await;

import dev.errand.client.Job.State;
import dev.errand.testing.TlsPostgres;
import dev.errand.testing.TlsRabbitMq;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The packaged services, configured only with environment variables, with a database and a broker
 * that accept only TLS.
 */
class TlsIT {

  private final TlsPostgres postgres = new TlsPostgres();
  private final TlsRabbitMq rabbit = new TlsRabbitMq();

  @AfterEach
  void stop() {
    rabbit.stop();
    postgres.stop();
  }

  @Test
  void jobsRunThroughEncryptedConnections() {
    Map<String, String> settings = new HashMap<>(rabbit.start());
    settings.put("errand.database.url", postgres.start().get("errand.database.url"));
    try (Installation errand = new Installation("tls", Variables.of(settings))) {
      // Only hints may bring the jobs to the worker.
      errand.startWorker("w", Map.of("ERRAND_WORKER_POLL_INTERVAL", "1H"));

      UUID id = errand.submit("sim", "secret");

      await().atMost(Duration.ofSeconds(90)).until(() -> errand.all(List.of(id), State.SUCCEEDED));
    }
  }
}
