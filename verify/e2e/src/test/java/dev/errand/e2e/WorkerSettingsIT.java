package dev.errand.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.rig.ServiceProcess;
import dev.errand.testing.EmbeddedDatabase;
import java.util.HashMap;
import java.util.List;
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
        Packaging.start("worker-service", "settings-" + variable, environment)) {

      assertEquals(2, worker.awaitEnd(), worker::output);

      assertTrue(worker.output().contains(message), worker::output);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "api-service, amqp://u:hid#den@mq:5672/, write it as %23",
    "worker-service, amqp://u:hidden@, has no host",
    "worker-service, amqp://u:hidden@mq:none/, has a port that is no number",
    "api-service, mqtt://u:hidden@mq/, must begin with amqp:// or amqps://",
    "worker-service, 'amqp://u:hidden@mq1:5672,,mq2:5672/', has an empty host"
  })
  void aRabbitMqUrlThatCannotBeReadEndsTheStartWithOneLineThatSaysWhatToChange(
      String service, String url, String message) {
    Map<String, String> environment = new HashMap<>();
    environment.put("ERRAND_DATABASE_URL", EmbeddedDatabase.freshDatabase());
    environment.put("ERRAND_BROKER", "rabbitmq");
    environment.put("ERRAND_RABBITMQ_URL", url);
    try (ServiceProcess started =
        Packaging.start(service, "url-" + message.hashCode(), environment)) {

      assertEquals(2, started.awaitEnd(), started::output);

      List<String> about =
          started.output().lines().filter(line -> line.contains("errand.rabbitmq.url")).toList();
      assertEquals(1, about.size(), started::output);
      assertTrue(about.getFirst().startsWith("errand.rabbitmq.url "), about::toString);
      assertTrue(about.getFirst().contains(message), about::toString);
      assertFalse(started.output().contains("den"), started::output);
      assertFalse(started.output().contains("\tat "), started::output);
    }
  }
}
