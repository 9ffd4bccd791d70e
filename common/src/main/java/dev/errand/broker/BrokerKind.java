package dev.errand.broker;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Arrays;
import java.util.Locale;

/** The brokers that Errand can run on: the values of {@code errand.broker}. */
public enum BrokerKind {
  /** LISTEN/NOTIFY of the database that holds the jobs: nothing else to run. */
  POSTGRES,
  /** RabbitMQ 3.10 or later: what a fleet runs on. */
  RABBITMQ;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name in configuration, logs and metrics: lower case. */
  public String text() {
    return text;
  }

  /**
   * The broker with that {@link #text()}.
   *
   * @throws ConfigurationException where there is none
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
