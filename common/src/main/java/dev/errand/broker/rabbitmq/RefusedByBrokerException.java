package dev.errand.broker.rabbitmq;

import java.io.IOException;

/** RabbitMQ rejects the operation although the connection works; the message says what to do. */
final class RefusedByBrokerException extends IOException {

  private static final long serialVersionUID = 1L;

  RefusedByBrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
