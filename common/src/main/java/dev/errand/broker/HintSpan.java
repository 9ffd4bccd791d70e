package dev.errand.broker;

import dev.errand.telemetry.SpanFields;
import dev.errand.telemetry.TraceContext;
import dev.errand.telemetry.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Objects;

/** The spans of a traced hint, at both of its ends. */
final class HintSpan {

  private HintSpan() {}

  /**
   * Begins one, in the hint's trace.
   *
   * @param operation what is done with the hint, in OpenTelemetry's word
   */
  static Span begin(
      Tracing tracing, String operation, SpanKind end, BrokerKind kind, String pool, Hint hint) {
    return tracing
        .span(operation + ' ' + pool, end)
        .setParent(TraceContext.read(Objects.requireNonNull(hint.trace(), "not traced")))
        .setAttribute(SpanFields.BROKER, kind.system())
        .setAttribute(SpanFields.POOL, pool)
        .setAttribute(SpanFields.MESSAGING_OPERATION, operation)
        .setAttribute(SpanFields.MESSAGING_TYPE, operation)
        .setAttribute(SpanFields.LANE, hint.lane())
        .setAttribute(SpanFields.JOBS, (long) hint.jobs())
        .startSpan();
  }
}
