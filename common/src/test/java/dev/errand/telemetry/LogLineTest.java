package dev.errand.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogLineTest {

  @Test
  void aLineHasItsFieldsInOrder() {
    UUID job = UUID.randomUUID();
    assertEquals(
        "event=lane_closed lane=gpu job=%s for=PT1.5S count=3 next=\"one call probes it\""
            .formatted(job),
        LogLine.event("lane_closed")
            .with("lane", "gpu")
            .with("job", job)
            .with("for", Duration.ofMillis(1500))
            .with("count", 3)
            .next("one call probes it")
            .toString());
  }

  @Test
  void aLineWithinASpanEndsWithItsTrace() {
    SpanContext span =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    LogLine line = LogLine.event("attempt_ended").with("ms", 7);
    try (Scope _ = Span.wrap(span).makeCurrent()) {
      assertEquals(
          "event=attempt_ended ms=7 trace_id=0af7651916cd43dd8448eb211c80319c"
              + " span_id=b7ad6b7169203331",
          line.toString());
    }
    assertEquals("event=attempt_ended ms=7", line.toString());
  }

  @Test
  void valuesThatAreNotPlainWordsAreQuoted() {
    assertEquals("said=a/b:c,d.e-f", said("a/b:c,d.e-f"));
    assertEquals("said=\"slow down\"", said("slow down"));
    assertEquals("said=\"\"", said(""));
    assertEquals("said=\"a=b\"", said("a=b"));
    assertEquals("said=\"é\"", said("é"));
    assertEquals("said=null", said(null));
  }

  @Test
  void aTextForgesNeitherAFieldNorALine() {
    assertEquals("said=\"x\\\" lane=\\\"other\"", said("x\" lane=\"other"));
    assertEquals(
        "said=\"\\\\ \\u000a\\u000d\\u0085\\u2028\\u2029\\u001b[31m\\u202e\\ud800\\udb40\\udc41\"",
        said("\\ \n\r\u0085\u2028\u2029\u001b[31m\u202e\ud800\udb40\udc41"));
  }

  @Test
  void aLongTextIsCut() {
    assertEquals("said=" + "x".repeat(500), said("x".repeat(500)));
    assertEquals("said=\"" + "x".repeat(500) + "…\"", said("x".repeat(501)));
    assertEquals("said=\"" + "😀".repeat(500) + "…\"", said("😀".repeat(5000)));
  }

  @Test
  void theNextStepIsNeverTruncated() {
    String words = "try again ".repeat(100);
    assertEquals("event=test next=\"" + words + "\"", LogLine.event("test").next(words).toString());
  }

  private static String said(String text) {
    String line = LogLine.event("test").with("said", text).toString();
    assertEquals("event=test ", line.substring(0, 11));
    return line.substring(11);
  }
}
