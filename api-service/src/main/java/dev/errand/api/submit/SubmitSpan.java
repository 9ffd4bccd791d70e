package dev.errand.api.submit;

import dev.errand.store.Acceptance;
import dev.errand.telemetry.SpanFields;
import dev.errand.telemetry.TraceContext;
import dev.errand.telemetry.Tracing;
import dev.errand.tenant.Caller;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The span of a submission, until it is committed; all later spans of the job descend from it. */
final class SubmitSpan {

  private static final SubmitSpan NONE = new SubmitSpan(Span.getInvalid());

  private final Span span;

  private SubmitSpan(Span span) {
    this.span = span;
  }

  /** Begins the span of a single submission, if its request is sampled. */
  static SubmitSpan begin(Tracing tracing, UUID job, Caller caller, Submission.Call call) {
    return tracing.isOn() && Span.current().isRecording()
        ? begun(builder(tracing, job, caller, call))
        : NONE;
  }

  /**
   * Begins the span of one of many submissions, an upload's or a batch's: with all of them in one
   * trace, nobody could read it. So each is a trace of its own, with a link to the upload's.
   */
  static SubmitSpan beginLine(Tracing tracing, UUID job, Caller caller, Submission.Call call) {
    return tracing.isOn()
        ? begun(
            builder(tracing, job, caller, call)
                .setNoParent()
                .addLink(Span.current().getSpanContext()))
        : NONE;
  }

  private static SpanBuilder builder(
      Tracing tracing, UUID job, Caller caller, Submission.Call call) {
    return tracing
        .span("submit " + call.lane(), SpanKind.INTERNAL)
        .setAttribute(SpanFields.JOB, job.toString())
        .setAttribute(SpanFields.TENANT, caller.tenant())
        .setAttribute(SpanFields.LANE, call.lane())
        .setAttribute(SpanFields.MODEL, call.model());
  }

  private static SubmitSpan begun(SpanBuilder builder) {
    return new SubmitSpan(builder.startSpan());
  }

  /** What is stored with the job; null if it is not traced. */
  @Nullable String context() {
    return TraceContext.of(span);
  }

  /** Submits, and ends the span with what became of it. */
  Acceptance around(Supplier<Acceptance> submit) {
    try {
      Acceptance fate = submit.get();
      ended(fate, null);
      return fate;
    } catch (RuntimeException e) {
      ended(null, e);
      throw e;
    }
  }

  /** Ends the span with what became of the submission: one of the two. */
  void ended(@Nullable Acceptance fate, @Nullable Throwable failure) {
    if (fate != null) {
      String outcome = fate.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      span.setAttribute(SpanFields.OUTCOME, outcome);
    } else if (failure != null) {
      Tracing.failed(span, failure.getClass().getSimpleName());
    }
    span.end();
  }

  /** Ends the span. */
  void ended() {
    span.end();
  }
}
