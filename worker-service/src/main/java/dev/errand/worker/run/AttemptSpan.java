package dev.errand.worker.run;

import dev.errand.store.AttemptEnd;
import dev.errand.telemetry.SpanFields;
import dev.errand.telemetry.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The span of an attempt, from its claim until its end is recorded. */
final class AttemptSpan {

  /** Of an attempt that is not traced. */
  static final AttemptSpan NONE = new AttemptSpan(null, Span.getInvalid());

  private final @Nullable Tracing tracing;
  private final Span span;

  AttemptSpan(@Nullable Tracing tracing, Span span) {
    this.tracing = tracing;
    this.span = span;
  }

  /** Makes it the thread's current span, for its logs, its exemplars and the spans below it. */
  Scope open() {
    return tracing == null ? Scope.noop() : span.makeCurrent();
  }

  /** Records the attempt's end, in a span of its own; returns what that returned. */
  boolean recording(AttemptEnd end, BooleanSupplier record) {
    if (tracing == null) {
      return record.getAsBoolean();
    }
    Span recording = tracing.span("record", SpanKind.INTERNAL).startSpan();
    try {
      boolean won = record.getAsBoolean();
      recorded(end, won);
      return won;
    } finally {
      recording.end();
    }
  }

  private void recorded(AttemptEnd end, boolean won) {
    if (!won) {
      span.setAttribute(SpanFields.OUTCOME, AttemptReport.STALE);
      return;
    }
    span.setAttribute(SpanFields.OUTCOME, end.outcome().text());
    span.setAttribute(SpanFields.STATE, end.to().text());
    if (end.failure() != null) {
      Tracing.failed(span, end.failure().type().text());
    }
  }

  /** Ends it. */
  void end() {
    span.end();
  }
}
