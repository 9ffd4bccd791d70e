package dev.errand.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";
  private static final String TEXT = "00-" + TRACE + "-" + SPAN + "-01";

  @Test
  void aSampledSpansContextIsItsTraceparent() {
    assertEquals(TEXT, TraceContext.of(span(TraceFlags.getSampled(), TraceState.getDefault())));
    SpanContext read = Span.fromContext(TraceContext.read(TEXT)).getSpanContext();
    assertEquals(TRACE, read.getTraceId());
    assertEquals(SPAN, read.getSpanId());
  }

  @Test
  void aStateIsKeptInASecondLine() {
    TraceState state = TraceState.builder().put("rojo", "1").put("congo", "t61").build();
    String text = TraceContext.of(span(TraceFlags.getSampled(), state));

    assertEquals(TEXT + "\ncongo=t61,rojo=1", text);
    assertEquals(
        state.asMap(),
        Span.fromContext(TraceContext.read(text)).getSpanContext().getTraceState().asMap());
  }

  @Test
  void aLongStateIsDroppedAsAWhole() {
    TraceState state =
        TraceState.builder().put("a", "x".repeat(250)).put("b", "x".repeat(256)).build();
    assertEquals(511, "a=,b=".length() + 250 + 256);
    TraceState longer = state.toBuilder().put("c", "y").build();

    assertEquals(
        TEXT.length() + 1 + 511, TraceContext.of(span(TraceFlags.getSampled(), state)).length());
    assertEquals(TEXT, TraceContext.of(span(TraceFlags.getSampled(), longer)));
  }

  @Test
  void whatIsNotSampledHasNone() {
    assertNull(TraceContext.of(span(TraceFlags.getDefault(), TraceState.getDefault())));
    assertNull(TraceContext.of(Span.getInvalid()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "nonsense", "00-0-0-01", "00-" + TRACE + "-" + SPAN})
  void whatIsNoContextIsTheRoot(String text) {
    assertFalse(Span.fromContext(TraceContext.read(text)).getSpanContext().isValid());
  }

  private static Span span(TraceFlags flags, TraceState state) {
    return Span.wrap(SpanContext.create(TRACE, SPAN, flags, state));
  }
}
