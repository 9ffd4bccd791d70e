package dev.errand.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigValue;
import org.junit.jupiter.api.Test;

class BrokersTest {

  private static final ConfigValue URL =
      configured(Map.of("errand.rabbitmq.url", "amqp://user:hidden@mq:5672/"));

  private static final Broker POSTGRES = new PostgresBroker(null, null, null, null);

  @Test
  void aRabbitMqThatIsConfiguredAndNotChosenIsNamedWithWhatToSet() {
    try (LoggedLines log = new LoggedLines(Brokers.class)) {
      new Brokers("postgres", URL, List.of(POSTGRES));
      assertEquals(
          List.of(
              "WARN errand.rabbitmq.url is set, but errand.broker is postgres: RabbitMQ is not used;"
                  + " set errand.broker=rabbitmq to use it"),
          log.all());
    }
  }

  @Test
  void aDefaultAddressIsNotOneThatSomebodyHasSet() {
    try (LoggedLines log = new LoggedLines(Brokers.class)) {
      new Brokers("postgres", configured(Map.of()), List.of(POSTGRES));
      assertEquals(List.of(), log.all());
    }
  }

  @Test
  void anUnknownBrokerIsAWrongConfiguration() {
    String said =
        assertThrows(ConfigurationException.class, () -> new Brokers("kafka", URL, List.of(POSTGRES)))
            .getMessage();
    assertTrue(said.contains("errand.broker is kafka, but must be postgres or rabbitmq"), said);
  }

  private static ConfigValue configured(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withMapping(RabbitMqConfig.class)
        .withSources(new PropertiesConfigSource(settings, "settings", 100))
        .build()
        .getConfigValue("errand.rabbitmq.url");
  }
}
