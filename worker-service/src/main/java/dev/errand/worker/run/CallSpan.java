package dev.errand.worker.run;

import dev.errand.job.Failure;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.telemetry.SpanFields;
import dev.errand.telemetry.Tracing;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Aborted;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.NotSent;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.function.Supplier;

/** The span of the call of a provider. */
final class CallSpan {

  /** Of a call that is not traced. */
  static final CallSpan NONE = new CallSpan(Span.getInvalid());

  private final Span span;

  CallSpan(Span span) {
    this.span = span;
  }

  /** Makes the call within the span, and ends that with its outcome. */
  LlmOutcome around(Supplier<LlmOutcome> call) {
    if (this == NONE) {
      return call.get();
    }
    try (Scope _ = span.makeCurrent()) {
      LlmOutcome outcome = call.get();
      show(outcome);
      return outcome;
    } finally {
      span.end();
    }
  }

  private void show(LlmOutcome outcome) {
    switch (outcome) {
      case Answered(_, Call call) -> show(call);
      case Refused(Failure failure, Call call) -> failed(failure, call);
      case Broken broken -> failed(broken.failure(), broken.call());
      case Throttled(_, Failure failure, Call call) -> failed(failure, call);
      case NotSent(Failure failure) -> failed(failure, Call.UNHEARD);
      case Aborted _ -> Tracing.failed(span, "aborted");
    }
  }

  private void failed(Failure failure, Call call) {
    show(call);
    Tracing.failed(span, failure.type().text());
  }

  private void show(Call call) {
    if (call.httpStatus() != null) {
      span.setAttribute(SpanFields.HTTP_STATUS, call.httpStatus().longValue());
    }
    if (call.finishReason() != null) {
      span.setAttribute(SpanFields.FINISH_REASONS, List.of(call.finishReason()));
    }
    if (call.usage().inputTokens() != null) {
      span.setAttribute(SpanFields.INPUT_TOKENS, call.usage().inputTokens());
    }
    if (call.usage().outputTokens() != null) {
      span.setAttribute(SpanFields.OUTPUT_TOKENS, call.usage().outputTokens());
    }
  }
}
