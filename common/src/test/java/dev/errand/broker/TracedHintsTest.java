package dev.errand.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.errand.telemetry.SpanFields;
import dev.errand.telemetry.Tracing;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TracedHintsTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SUBMITTED = "00-" + TRACE + "-b7ad6b7169203331-01";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final Tracing tracing =
      Tracing.with(
          OpenTelemetrySdk.builder()
              .setTracerProvider(
                  SdkTracerProvider.builder()
                      .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                      .build())
              .build());
  private final List<Hint> published = new ArrayList<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private boolean away;

  @Test
  void aTracedHintCarriesTheContextOfItsSpan() {
    Hint plain = new Hint("gpu", UUID.randomUUID());
    Hint traced = new Hint("gpu", UUID.randomUUID(), 3, SUBMITTED);

    publisher().publish("default", List.of(plain, traced));

    SpanData span = only();
    assertEquals(TRACE, span.getTraceId());
    assertEquals("b7ad6b7169203331", span.getParentSpanId());
    assertEquals("send default", span.getName());
    assertEquals(3, span.getAttributes().get(SpanFields.JOBS));
    assertSame(plain, published.getFirst());
    assertEquals("00-" + TRACE + "-" + span.getSpanId() + "-01", published.getLast().trace());
    assertEquals(traced.job(), published.getLast().job());
  }

  @Test
  void aBrokerThatIsAwayFailsTheSpan() {
    away = true;
    Hint traced = new Hint("gpu", UUID.randomUUID(), 1, SUBMITTED);

    assertThrows(
        BrokerUnavailableException.class, () -> publisher().publish("default", List.of(traced)));

    assertEquals(StatusCode.ERROR, only().getStatus().getStatusCode());
  }

  @Test
  void aReceivedHintsSpanLastsUntilItIsAcknowledged() {
    List<HintDelivery> received = new ArrayList<>();
    Sources source = new Sources();
    new TracedHintSource(source, BrokerKind.RABBITMQ, tracing).consume("default", 1, received::add);

    source.deliver(new Hint("gpu", UUID.randomUUID(), 1, SUBMITTED));
    source.deliver(new Hint("gpu", UUID.randomUUID()));

    assertEquals(List.of(), exporter.getFinishedSpanItems());
    received.forEach(HintDelivery::acknowledge);
    assertEquals(2, acknowledged.get());
    assertEquals("process default", only().getName());
    assertEquals("rabbitmq", only().getAttributes().get(SpanFields.BROKER));
  }

  @Test
  void mergedHintsKeepTheFirstContext() {
    Hint plain = new Hint("gpu", UUID.randomUUID());
    Hint traced = new Hint("gpu", UUID.randomUUID(), 1, SUBMITTED);

    assertEquals(
        List.of(new Hint("gpu", plain.job(), 2, SUBMITTED)), Hint.merged(List.of(plain, traced)));
    assertNull(Hint.merged(List.of(plain, plain)).getFirst().trace());
  }

  private SpanData only() {
    List<SpanData> spans = exporter.getFinishedSpanItems();
    assertEquals(1, spans.size());
    return spans.getFirst();
  }

  private HintPublisher publisher() {
    HintPublisher publisher =
        new HintPublisher() {
          @Override
          public void publish(String pool, List<Hint> hints) {
            if (away) {
              throw new BrokerUnavailableException("away");
            }
            published.addAll(hints);
          }

          @Override
          public OptionalLong waiting(String pool) {
            return OptionalLong.empty();
          }

          @Override
          public BrokerState state() {
            return BrokerState.of(true);
          }
        };
    return new TracedHintPublisher(publisher, BrokerKind.RABBITMQ, tracing);
  }

  private final class Sources implements HintSource {
    private Consumer<HintDelivery> receiver = delivery -> {};

    void deliver(Hint hint) {
      receiver.accept(new HintDelivery(hint, acknowledged::incrementAndGet));
    }

    @Override
    public void consume(String pool, int prefetch, Consumer<HintDelivery> receiver) {
      this.receiver = receiver;
    }

    @Override
    public void stop() {}

    @Override
    public BrokerState state() {
      return BrokerState.of(true);
    }

    @Override
    public OptionalLong waiting() {
      return OptionalLong.empty();
    }

    @Override
    public void consumeAnew() {}
  }
}
