package dev.errand.broker;

import dev.errand.telemetry.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Receives hints; a traced one has a span, from its arrival until it is acknowledged. */
final class TracedHintSource implements HintSource {

  private final HintSource source;
  private final BrokerKind kind;
  private final Tracing tracing;

  TracedHintSource(HintSource source, BrokerKind kind, Tracing tracing) {
    this.source = source;
    this.kind = kind;
    this.tracing = tracing;
  }

  @Override
  public void consume(String pool, int prefetch, Consumer<HintDelivery> receiver) {
    source.consume(pool, prefetch, delivery -> receiver.accept(traced(pool, delivery)));
  }

  private HintDelivery traced(String pool, HintDelivery delivery) {
    Hint hint = delivery.hint();
    if (hint.trace() == null) {
      return delivery;
    }
    Span span = HintSpan.begin(tracing, "process", SpanKind.CONSUMER, kind, pool, hint);
    return new HintDelivery(
        hint,
        () -> {
          delivery.acknowledge();
          span.end();
        });
  }

  @Override
  public void stop() {
    source.stop();
  }

  @Override
  public BrokerState state() {
    return source.state();
  }

  @Override
  public OptionalLong waiting() {
    return source.waiting();
  }

  @Override
  public void consumeAnew() {
    source.consumeAnew();
  }
}
