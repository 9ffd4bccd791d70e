package dev.errand.broker.rabbitmq;

import java.io.IOException;

/** RabbitMQ does not let itself be used, in words that say what to do; the connection works. */
final class RefusedByBrokerException extends IOException {

  private static final long serialVersionUID = 1L;

  RefusedByBrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
