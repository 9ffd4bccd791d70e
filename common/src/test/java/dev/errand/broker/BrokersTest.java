package dev.errand.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.telemetry.Tracing;
import dev.errand.testing.LoggedLines;
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

  private static final Broker POSTGRES =
      new Broker() {
        @Override
        public BrokerKind kind() {
          return BrokerKind.POSTGRES;
        }

        @Override
        public HintPublisher publisher() {
          throw new UnsupportedOperationException();
        }

        @Override
        public HintSource source() {
          throw new UnsupportedOperationException();
        }
      };

  @Test
  void aRabbitMqThatIsConfiguredAndNotChosenIsNamedWithWhatToSet() {
    try (LoggedLines log = new LoggedLines(Brokers.class)) {
      new Brokers("postgres", URL, List.of(POSTGRES), Tracing.off());
      assertEquals(
          List.of(
              "WARN event=rabbitmq_not_used set=errand.rabbitmq.url errand.broker=postgres"
                  + " next=\"set errand.broker=rabbitmq to use RabbitMQ\""),
          log.all());
    }
  }

  @Test
  void aDefaultAddressDoesNotCountAsConfigured() {
    try (LoggedLines log = new LoggedLines(Brokers.class)) {
      new Brokers("postgres", configured(Map.of()), List.of(POSTGRES), Tracing.off());
      assertEquals(List.of(), log.all());
    }
  }

  @Test
  void anUnknownBrokerIsAWrongConfiguration() {
    String said =
        assertThrows(
                ConfigurationException.class,
                () -> new Brokers("kafka", URL, List.of(POSTGRES), Tracing.off()))
            .getMessage();
    assertTrue(said.contains("errand.broker is kafka, but must be postgres or rabbitmq"), said);
  }

  private static ConfigValue configured(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withDefaultValue("errand.rabbitmq.url", "amqp://guest:guest@localhost:5672/%2f")
        .withSources(new PropertiesConfigSource(settings, "settings", 100))
        .build()
        .getConfigValue("errand.rabbitmq.url");
  }
}
