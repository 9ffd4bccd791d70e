package dev.errand.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Errand's own spans. Each belongs to a job or to a hint for one, and so to its trace. Without
 * {@code errand.tracing.endpoint} none is made.
 */
@Singleton
public class Tracing {

  private final Tracer tracer;
  private final boolean on;

  @Inject
  Tracing(OpenTelemetry telemetry, TracingConfig config) {
    this(telemetry, config.endpoint().isPresent());
  }

  private Tracing(OpenTelemetry telemetry, boolean on) {
    this.on = on;
    this.tracer = (on ? telemetry : OpenTelemetry.noop()).getTracer("dev.errand");
  }

  /** Makes spans with this. */
  public static Tracing with(OpenTelemetry telemetry) {
    return new Tracing(telemetry, true);
  }

  /** Makes no spans. */
  public static Tracing off() {
    return new Tracing(OpenTelemetry.noop(), false);
  }

  /** Whether spans are made. */
  public boolean isOn() {
    return on;
  }

  /** A span to be started, whose parent is the current one unless another is set. */
  public SpanBuilder span(String name, SpanKind kind) {
    return tracer.spanBuilder(name).setSpanKind(kind);
  }

  /**
   * Marks what the span is about as failed.
   *
   * @param type one of few words: messages may show what clients and providers wrote
   */
  public static void failed(Span span, String type) {
    span.setStatus(StatusCode.ERROR).setAttribute(SpanFields.ERROR_TYPE, type);
  }
}
