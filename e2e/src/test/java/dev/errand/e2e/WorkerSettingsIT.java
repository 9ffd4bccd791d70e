package dev.errand.e2e;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.EmbeddedDatabase;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerSettingsIT {

  @ParameterizedTest
  @CsvSource({
    "ERRAND_WORKER_HEARTBEAT, 20S, errand.worker.heartbeat is PT20S",
    "ERRAND_WORKER_CONCURRENCY, 0, errand.worker.concurrency must be",
    "ERRAND_LANES_DEFAULT_PROVIDER, other, set errand.providers.other.base-url",
    "ERRAND_WORKER_POOL, other, no lane has errand.lanes.<lane>.pool=other",
    "ERRAND_PROVIDERS_OPENAI_HEADERS_HOST, h, errand.providers.openai.headers.host: Errand sets",
    "ERRAND_PROVIDERS_OPENAI_API_KEY_FILE, /none, there is no such file",
    "HTTPS_PROXY, socks5://s:1, errand.worker.proxy.https (HTTPS_PROXY) must be like http://proxy",
    "ERRAND_BROKER, kafka, errand.broker is kafka"
  })
  void aSettingThatMakesNoSenseEndsTheStartAndSaysWhatToChange(
      String variable, String value, String message) {
    Map<String, String> environment = new HashMap<>();
    environment.put("ERRAND_DATABASE_URL", EmbeddedDatabase.freshDatabase());
    environment.put(variable, value);
    try (ServiceProcess worker =
        ServiceProcess.start("worker-service", "settings-" + variable, environment)) {

      assertNotEquals(0, worker.awaitEnd());

      assertTrue(worker.output().contains(message), worker::output);
    }
  }
}
