package dev.errand.broker.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Explains, from a client's exception, why RabbitMQ cannot be used and what to do about it. */
final class BrokerTrouble {

  private static final String PERMISSIONS =
      "; grant it with rabbitmqctl set_permissions -p VIRTUAL_HOST USER CONFIGURE WRITE READ";

  private BrokerTrouble() {}

  /**
   * The meaning of an exception; the client's own messages, such as "connection error", say little.
   */
  static String of(Throwable failure) {
    return knownCause(failure)
        .or(() -> replyIn(failure).flatMap(BrokerTrouble::refusal))
        .orElseGet(() -> "the connection failed or was lost (%s)".formatted(root(failure)));
  }

  /** The code with which the broker closed a channel or connection; 0 if it did not. */
  static int replyCode(Throwable failure) {
    return replyIn(failure).map(Reply::code).orElse(0);
  }

  /** What the broker said when it closed a channel or connection. */
  static String reply(Throwable failure) {
    return replyIn(failure).map(Reply::text).orElseGet(() -> root(failure).toString());
  }

  private static Optional<String> refusal(Reply reply) {
    return Optional.ofNullable(
            switch (reply.code()) {
              case AMQP.ACCESS_REFUSED -> "the user lacks a permission (%s)" + PERMISSIONS;
              case AMQP.NOT_ALLOWED ->
                  reply.text().contains("not found")
                      ? "the virtual host does not exist (%s); create it with rabbitmqctl"
                          + " add_vhost, or correct the end of errand.rabbitmq.url"
                      : "the user has no access to the virtual host (%s)" + PERMISSIONS;
              case AMQP.RESOURCE_LOCKED ->
                  "another connection uses the queue exclusively (%s); delete it, or set"
                      + " errand.rabbitmq.queue-prefix";
              case AMQP.CONNECTION_FORCED -> "RabbitMQ closed the connection (%s)";
              case AMQP.NOT_FOUND -> "the queue no longer exists (%s)";
              default -> null;
            })
        .map(words -> words.formatted(reply.text()));
  }

  private static Optional<String> knownCause(Throwable failure) {
    return causes(failure)
        .map(
            cause ->
                switch (cause) {
                  case RefusedByBrokerException queue -> queue.getMessage();
                  case PossibleAuthenticationFailureException _ ->
                      "RabbitMQ rejected the user or the password in errand.rabbitmq.url; correct"
                          + " them there, or with rabbitmqctl change_password (the user guest can"
                          + " log in only from RabbitMQ's own machine)";
                  case UnknownHostException host ->
                      "unknown host %s; correct it in errand.rabbitmq.url, or in DNS"
                          .formatted(host.getMessage());
                  case SSLException tls ->
                      "the TLS handshake failed (%s); see docs/operations/tls.md"
                          .formatted(root(tls));
                  case SocketTimeoutException _, TimeoutException _ ->
                      "no response in time; check the host and port in errand.rabbitmq.url, and"
                          + " firewalls";
                  case ConnectException refused ->
                      "nothing is listening there (%s); check the host and port in errand.rabbitmq.url, and that RabbitMQ is running"
                          .formatted(refused.getMessage());
                  default -> null;
                })
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static Optional<Reply> replyIn(Throwable failure) {
    return causes(failure)
        .filter(ShutdownSignalException.class::isInstance)
        .map(signal -> Reply.of((ShutdownSignalException) signal))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  private static Throwable root(Throwable failure) {
    return causes(failure).reduce((_, cause) -> cause).orElse(failure);
  }

  /** What the broker said when it closed a channel or connection. */
  private record Reply(int code, String text) {
    static Optional<Reply> of(ShutdownSignalException signal) {
      return switch (signal.getReason()) {
        case AMQP.Channel.Close close when !signal.isInitiatedByApplication() ->
            Optional.of(new Reply(close.getReplyCode(), close.getReplyText()));
        case AMQP.Connection.Close close when !signal.isInitiatedByApplication() ->
            Optional.of(new Reply(close.getReplyCode(), close.getReplyText()));
        case null, default -> Optional.empty();
      };
    }
  }
}
