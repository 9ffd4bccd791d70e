package dev.errand.broker.rabbitmq;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code errand.rabbitmq.*}: read only where {@code errand.broker} is {@code rabbitmq}. */
@ConfigMapping(prefix = "errand.rabbitmq")
interface RabbitMqConfig {

  /**
   * Where RabbitMQ is, and the login: {@code amqp://user:password@host:port/virtual-host}, user,
   * password and virtual host percent-encoded; no virtual host is the one called {@code /}. The
   * nodes of a cluster are separated by commas: {@code host1:5672,host2:5672}. With {@code amqps}
   * the broker's certificate must name the host and be signed by an authority that is trusted.
   */
  @NotBlank
  @WithDefault("amqp://guest:guest@localhost:5672/%2f")
  String url();

  /**
   * The TLS configuration, {@code quarkus.tls.<name>.*}, that says which authorities are trusted
   * and which certificate is shown; unless given, those that the JVM trusts, and none.
   */
  Optional<String> tls();

  /** How long the broker may be out of use before a log line says so once more. */
  @NotNull
  @WithDefault("1M")
  @DurationMin(millis = 1)
  Duration unusedAfter();

  /** What stands before the pool in the names of queues. */
  @NotNull
  @WithDefault("errand.hints.")
  String queuePrefix();
}
