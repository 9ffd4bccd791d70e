package dev.errand.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * W3C trace contexts as text: the value of {@code traceparent} and, in a second line if there is
 * one, that of {@code tracestate} (<a href="https://www.w3.org/TR/trace-context/">Trace
 * Context</a>).
 */
public final class TraceContext {

  /** The header of a request that names the trace and the span that it belongs to. */
  public static final String PARENT = "traceparent";

  /** The header of a request with what systems on its way have added. */
  public static final String STATE = "tracestate";

  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

  /** What the recommendation asks everybody to pass on; more may be dropped as a whole. */
  private static final int LONGEST_STATE = 512;

  private static final TextMapGetter<Map<String, String>> FIELDS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
          return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
          return carrier == null ? null : carrier.get(key);
        }
      };

  private TraceContext() {}

  /** The context whose parent is the span; null if the span is not sampled. */
  public static @Nullable String of(Span span) {
    if (!span.getSpanContext().isSampled()) {
      return null;
    }
    Map<String, String> fields = new HashMap<>();
    W3C.inject(Context.root().with(span), fields, (_, key, value) -> fields.put(key, value));
    String parent = fields.get(PARENT);
    String state = fields.get(STATE);
    return state == null || state.length() > LONGEST_STATE ? parent : parent + '\n' + state;
  }

  /** The context to begin spans in; the root if the text is none. */
  public static Context read(String text) {
    List<String> lines = text.lines().toList();
    return lines.isEmpty()
        ? Context.root()
        : read(lines.getFirst(), lines.size() > 1 ? lines.get(1) : null);
  }

  /** The context of these headers; the root if the first is absent or none. */
  public static Context read(@Nullable String parent, @Nullable String state) {
    if (parent == null) {
      return Context.root();
    }
    Map<String, String> fields = new HashMap<>();
    fields.put(PARENT, parent);
    if (state != null) {
      fields.put(STATE, state);
    }
    return W3C.extract(Context.root(), fields, FIELDS);
  }
}
