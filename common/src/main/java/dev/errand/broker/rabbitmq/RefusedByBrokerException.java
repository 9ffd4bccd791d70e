package dev.errand.broker.rabbitmq;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** RabbitMQ rejects the operation although the connection works; the message says what to do. */
final class RefusedByBrokerException extends IOException {

  private static final long serialVersionUID = 1L;

  RefusedByBrokerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
