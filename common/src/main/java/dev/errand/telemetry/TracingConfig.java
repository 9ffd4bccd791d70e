package dev.errand.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** {@code errand.tracing.*}: where spans are sent, in OpenTelemetry's protocol (OTLP). */
@ConfigMapping(prefix = "errand.tracing")
public interface TracingConfig {

  /**
   * The collector's URL, such as {@code http://otel-collector:4317}. Without it, no span is made.
   */
  Optional<String> endpoint();

  /** How the collector is spoken to: {@code grpc}, or {@code http/protobuf}. */
  @Pattern(regexp = "grpc|http/protobuf", message = "must be grpc or http/protobuf")
  @WithDefault("grpc")
  String protocol();

  /** Headers for the collector: {@code name=value}. */
  Optional<List<String>> headers();

  /**
   * The share of traces that are recorded, 0 to 1, of those that begin here. A client that sends a
   * {@code traceparent} decides for its own.
   */
  @DecimalMin("0")
  @DecimalMax("1")
  @WithDefault("1.0")
  BigDecimal sample();
}
