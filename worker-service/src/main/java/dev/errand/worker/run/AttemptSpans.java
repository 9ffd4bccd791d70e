package dev.errand.worker.run;

import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.store.ClaimedJob;
import dev.errand.telemetry.SpanFields;
import dev.errand.telemetry.TraceContext;
import dev.errand.telemetry.Tracing;
import dev.errand.worker.llm.LlmClient;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The spans of attempts, in the traces that their jobs were submitted in. */
@ApplicationScoped
class AttemptSpans {

  private final Tracing tracing;
  private final Lanes lanes;
  private final InstantSource clock;

  @Inject
  AttemptSpans(Tracing tracing, Lanes lanes, InstantSource clock) {
    this.tracing = tracing;
    this.lanes = lanes;
    this.clock = clock;
  }

  /** Begins the span of an attempt that was just claimed, after one of the time that it waited. */
  AttemptSpan begin(ClaimedJob job) {
    if (!tracing.isOn() || job.trace().isEmpty()) {
      return AttemptSpan.NONE;
    }
    Context parent = TraceContext.read(job.trace().get());
    waited(parent, job);
    Span attempt =
        span("run ", SpanKind.INTERNAL, parent, job)
            .setAttribute(SpanFields.TENANT, job.tenant())
            .setAttribute(SpanFields.ATTEMPT, (long) job.lease().attempt())
            .startSpan();
    return new AttemptSpan(tracing, attempt);
  }

  private void waited(Context parent, ClaimedJob job) {
    Instant claimed = clock.instant();
    Duration waited = job.waited();
    span("wait ", SpanKind.INTERNAL, parent, job)
        .setStartTimestamp(claimed.minus(waited))
        .startSpan()
        .end(claimed);
  }

  private SpanBuilder span(String what, SpanKind kind, Context parent, ClaimedJob job) {
    return tracing
        .span(what + job.lane(), kind)
        .setParent(parent)
        .setAttribute(SpanFields.JOB, job.lease().job().toString())
        .setAttribute(SpanFields.LANE, job.lane())
        .setAttribute(SpanFields.MODEL, job.model());
  }

  /** Begins the span of the call of an attempt, whose span is the current one. */
  CallSpan call(AttemptSpan attempt, ClaimedJob job, LlmClient llm) {
    if (attempt == AttemptSpan.NONE) {
      return CallSpan.NONE;
    }
    InetSocketAddress server = llm.server(job.lane());
    String operation = GenAi.operation(job.endpoint());
    return new CallSpan(
        tracing
            .span(operation + ' ' + job.model(), SpanKind.CLIENT)
            .setAttribute(SpanFields.OPERATION, operation)
            .setAttribute(SpanFields.PROVIDER, provider(job.lane()))
            .setAttribute(SpanFields.MODEL, job.model())
            .setAttribute(SpanFields.SERVER_ADDRESS, server.getHostString())
            .setAttribute(SpanFields.SERVER_PORT, (long) server.getPort())
            .startSpan());
  }

  private String provider(String lane) {
    return lanes.named(lane).map(Lane::provider).orElse(lane);
  }
}
