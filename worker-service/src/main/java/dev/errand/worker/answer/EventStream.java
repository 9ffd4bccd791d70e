package dev.errand.worker.answer;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Reads server-sent events one by one. */
final class EventStream {

  private static final Set<String> FIELDS = Set.of("data", "event", "id", "retry");

  private final BufferedReader lines;

  EventStream(byte[] body) {
    this.lines =
        new BufferedReader(
            new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
  }

  /**
   * One event.
   *
   * @param name empty if it has none
   */
  record Event(String name, String data) {}

  /** Whether a body is a stream: its first significant line begins with a field's name. */
  static boolean isOne(byte[] body) {
    int begin = afterComments(body);
    int end = begin;
    while (end < body.length && body[end] >= 'a' && body[end] <= 'z') {
      end++;
    }
    return end < body.length
        && body[end] == ':'
        && FIELDS.contains(new String(body, begin, end - begin, StandardCharsets.US_ASCII));
  }

  /** The body without leading comments, which some servers send to keep connections alive. */
  static byte[] withoutComments(byte[] body) {
    int begin = afterComments(body);
    return hasComment(body) ? Arrays.copyOfRange(body, begin, body.length) : body;
  }

  private static boolean hasComment(byte[] body) {
    int begin = 0;
    while (begin < body.length && isBlank(body[begin])) {
      begin++;
    }
    return begin < body.length && body[begin] == ':';
  }

  private static int afterComments(byte[] body) {
    int at = 0;
    boolean comment = false;
    while (at < body.length && (comment || body[at] == ':' || isBlank(body[at]))) {
      comment = body[at] == ':' || comment && body[at] != '\n' && body[at] != '\r';
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte b) {
    return b >= 0 && b <= ' ';
  }

  /** The data of a stream's first event; a body that is not a stream is returned unchanged. */
  static byte[] firstOf(byte[] body) throws IOException {
    return isOne(body)
        ? new EventStream(body)
            .next()
            .map(event -> event.data().getBytes(StandardCharsets.UTF_8))
            .orElse(body)
        : body;
  }

  /** The next event with data; the blank line after the last one may be missing. */
  Optional<Event> next() throws IOException {
    String name = "";
    StringBuilder data = new StringBuilder();
    boolean any = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() && any) {
        break;
      }
      if (line.startsWith("data:")) {
        data.append(any ? "\n" : "").append(value(line));
        any = true;
      } else if (line.startsWith("event:")) {
        name = value(line).strip();
      }
    }
    return any ? Optional.of(new Event(name, data.toString())) : Optional.empty();
  }

  private static String value(String line) {
    String value = line.substring(line.indexOf(':') + 1);
    return value.startsWith(" ") ? value.substring(1) : value;
  }
}
