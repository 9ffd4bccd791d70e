package dev.errand.broker;

import dev.errand.telemetry.TraceContext;
import dev.errand.telemetry.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Publishes hints; a traced one has a span, and carries its context. */
final class TracedHintPublisher implements HintPublisher {

  private final HintPublisher publisher;
  private final BrokerKind kind;
  private final Tracing tracing;

  TracedHintPublisher(HintPublisher publisher, BrokerKind kind, Tracing tracing) {
    this.publisher = publisher;
    this.kind = kind;
    this.tracing = tracing;
  }

  @Override
  public void publish(String pool, List<Hint> hints) {
    List<Span> spans = new ArrayList<>();
    List<Hint> traced = hints.stream().map(hint -> begin(pool, hint, spans)).toList();
    try {
      publisher.publish(pool, traced);
    } catch (BrokerUnavailableException e) {
      spans.forEach(span -> Tracing.failed(span, "broker_unavailable"));
      throw e;
    } finally {
      spans.forEach(Span::end);
    }
  }

  private Hint begin(String pool, Hint hint, List<Span> spans) {
    if (hint.trace() == null) {
      return hint;
    }
    Span span = HintSpan.begin(tracing, "send", SpanKind.PRODUCER, kind, pool, hint);
    spans.add(span);
    return hint.within(TraceContext.of(span));
  }

  @Override
  public OptionalLong waiting(String pool) {
    return publisher.waiting(pool);
  }

  @Override
  public void close() {
    publisher.close();
  }

  @Override
  public BrokerState state() {
    return publisher.state();
  }
}
