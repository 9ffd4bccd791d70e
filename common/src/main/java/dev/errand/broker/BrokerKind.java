package dev.errand.broker;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Arrays;
import java.util.Locale;

/** The brokers that Errand can run on: the values of {@code errand.broker}. */
public enum BrokerKind {
  /** LISTEN/NOTIFY in the jobs' own database: no other server is needed. */
  POSTGRES,
  /** RabbitMQ 3.10 or later, for a fleet of workers. */
  RABBITMQ;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name in configuration, logs and metrics: lower case. */
  public String text() {
    return text;
  }

  /** The name in OpenTelemetry's {@code messaging.system}. */
  String system() {
    return this == POSTGRES ? "postgresql" : text;
  }

  /**
   * The broker with this {@link #text()}.
   *
   * @throws ConfigurationException if there is none
   */
  static BrokerKind of(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "errand.broker is %s, but must be postgres or rabbitmq".formatted(text)));
  }
}
