package dev.errand.broker.rabbitmq.endpoint;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code errand.rabbitmq.*}: read only if {@code errand.broker} is {@code rabbitmq}. */
@ConfigMapping(prefix = "errand.rabbitmq")
public interface RabbitMqConfig {

  /**
   * RabbitMQ's address and login: {@code amqp://user:password@host:port/virtual-host}, with user,
   * password and virtual host percent-encoded; without a virtual host, the one named {@code /} is
   * used. The nodes of a cluster are separated by commas: {@code host1:5672,host2:5672}. With
   * {@code amqps}, the broker's certificate must name the host and be signed by a trusted CA.
   */
  @NotBlank
  @WithDefault("amqp://guest:guest@localhost:5672/%2f")
  String url();

  /**
   * The TLS configuration, {@code quarkus.tls.<name>.*}, with the trusted CAs and the client
   * certificate. Default: the JVM's CAs and no certificate.
   */
  Optional<String> tls();

  /** How long the broker may be unused before this is logged a second time. */
  @NotNull
  @WithDefault("1M")
  @DurationMin(millis = 1)
  Duration unusedAfter();

  /** The prefix of queue names, followed by the pool. */
  @NotNull
  @WithDefault("errand.hints.")
  String queuePrefix();
}
