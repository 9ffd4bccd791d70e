package dev.errand.broker;

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
}
