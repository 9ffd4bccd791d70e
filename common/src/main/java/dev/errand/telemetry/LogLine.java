package dev.errand.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * One log line in Errand's grammar: {@code event=lane_closed lane=gpu error="slow down"
 * next="..."}. A value remains one field of one line, whatever a provider or client puts into it. A
 * line that is written within a span ends with its {@code trace_id} and {@code span_id}.
 */
public final class LogLine {

  /** For text from others; our own text is shown completely. */
  private static final int LONGEST_VALUE = 500;

  private final StringBuilder line = new StringBuilder();

  private LogLine() {}

  /** Starts a line with the event's name: lower case, words joined by underscores. */
  public static LogLine event(String event) {
    return new LogLine().with("event", event);
  }

  /** Adds a field; its value is quoted if it is more than a plain word. */
  public LogLine with(String field, @Nullable Object value) {
    return field(field, cut(String.valueOf(value)));
  }

  /** Adds what happens next, or what to do about it, in words. */
  public LogLine next(String words) {
    return field("next", words);
  }

  private LogLine field(String name, String value) {
    if (!line.isEmpty()) {
      line.append(' ');
    }
    line.append(name).append('=');
    if (isPlain(value)) {
      line.append(value);
    } else {
      line.append('"');
      value.codePoints().forEach(this::append);
      line.append('"');
    }
    return this;
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_VALUE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE)) + '…';
  }

  private static boolean isPlain(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\');
  }

  private void append(int c) {
    if (c == '"' || c == '\\') {
      line.append('\\').appendCodePoint(c);
    } else if (isVisible(c)) {
      line.appendCodePoint(c);
    } else {
      new String(Character.toChars(c)).chars().forEach(unit -> line.append(escaped(unit)));
    }
  }

  /** Line breaks, terminal sequences and changes of text direction would display something else. */
  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private static String escaped(int unit) {
    return "\\u%04x".formatted(unit);
  }

  /** The line, to be logged by the thread that asks for it. */
  @Override
  public String toString() {
    SpanContext span = Span.current().getSpanContext();
    return span.isValid()
        ? line + " trace_id=" + span.getTraceId() + " span_id=" + span.getSpanId()
        : line.toString();
  }
}
