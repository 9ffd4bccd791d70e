package dev.errand.worker.answer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.job.Endpoint;
import dev.errand.job.Usage;
import dev.errand.worker.answer.Reading.InBodyError;
import dev.errand.worker.answer.Reading.NoAnswer;
import dev.errand.worker.answer.Reading.Unfinished;
import dev.errand.worker.answer.Reading.Whole;
import dev.errand.worker.answer.StreamedAnswer.Assembled;
import dev.errand.worker.answer.Verdict.Complete;
import dev.errand.worker.answer.Verdict.Errored;
import dev.errand.worker.answer.Verdict.Foreign;
import dev.errand.worker.answer.Verdict.Lacking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Reads the bodies of providers' answers, in UTF-8. */
public final class BodyReader {

  private static final int SHOWN = 2000;

  /** The longest token that is not a string: if it is cut, it looks misspelled. */
  private static final int WORD = 6;

  /** A body that was cut off does not end like this, except in cases that Jackson detects. */
  private static final String CLOSED = "}]\"'";

  /** The invisible parts of a web page. */
  private static final Pattern TAGS =
      Pattern.compile("(?is)<(style|script|head)\\b.*?(</\\1>|$)|<[^>]*(>|$)");

  private BodyReader() {}

  /** Reads the body of an answer with a success status. */
  public static Reading read(Endpoint endpoint, byte[] whole) {
    byte[] body = EventStream.withoutComments(whole);
    if (isBlank(body)) {
      return new Unfinished("the answer is empty", Usage.UNKNOWN);
    }
    try {
      return EventStream.isOne(body) ? streamed(endpoint, body) : json(endpoint, body);
    } catch (JsonEOFException e) {
      return cutOff(body);
    } catch (StreamConstraintsException e) {
      return new NoAnswer(
          "the answer is JSON nested deeper than %d levels, or has a number or a name that is too"
                  .formatted(StrictJson.DEPTH)
              + " long",
          Usage.UNKNOWN);
    } catch (JacksonException e) {
      return isAtTheEnd(e, body) ? cutOff(body) : notJson(body);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory could not be read", e);
    }
  }

  /** The message in an error's body, for humans. */
  public static String reason(int status, byte[] body) {
    if (isBlank(body)) {
      return "HTTP %d without a body".formatted(status);
    }
    try {
      JsonNode outline = StrictJson.read(EventStream.firstOf(body)).outline();
      return Reason.in(outline)
          .orElseGet(() -> "HTTP %d: %s".formatted(status, Reason.of(outline)));
    } catch (IOException e) {
      return "HTTP %d: %s".formatted(status, start(body));
    }
  }

  private static Reading streamed(Endpoint endpoint, byte[] body) throws IOException {
    Assembled answer = StreamedAnswer.of(endpoint, body);
    return answer.json().isPresent()
        ? json(endpoint, answer.json().get())
        : reading(answer.fault().orElseThrow(), body, Usage.UNKNOWN);
  }

  private static Reading json(Endpoint endpoint, byte[] body) throws IOException {
    StrictJson json = StrictJson.read(body);
    Verdict verdict = Shape.of(endpoint, json.outline());
    return reading(verdict, json.text(), Tokens.of(json.outline()));
  }

  private static Reading reading(Verdict verdict, byte[] json, Usage usage) {
    return switch (verdict) {
      case Complete complete -> new Whole(json, complete.finishReason(), usage);
      case Lacking lacking -> new Unfinished(lacking.why(), usage);
      case Foreign foreign -> new NoAnswer(foreign.why(), usage);
      case Errored error ->
          new InBodyError(
              error.status(),
              error.error().toString().getBytes(StandardCharsets.UTF_8),
              Reason.of(error.error()),
              usage);
    };
  }

  private static Unfinished cutOff(byte[] body) {
    return new Unfinished(
        "the answer was cut off after %d bytes of JSON".formatted(body.length), Usage.UNKNOWN);
  }

  private static NoAnswer notJson(byte[] body) {
    String start = start(body);
    return new NoAnswer(
        isWebPage(body)
            ? "the answer is a web page (HTML), not JSON; check the provider's base-url: " + start
            : "the answer is not JSON: " + start,
        Usage.UNKNOWN);
  }

  /** Whether the error is in the last word of an unclosed value, as in {@code {"a": tru}. */
  private static boolean isAtTheEnd(JacksonException e, byte[] body) {
    return e.getProcessor() instanceof JsonParser parser
        && !parser.getParsingContext().inRoot()
        && offset(e) >= body.length - WORD
        && CLOSED.indexOf(body[body.length - 1]) < 0;
  }

  private static long offset(JacksonException e) {
    return Math.max(e.getLocation().getByteOffset(), e.getLocation().getCharOffset());
  }

  private static boolean isWebPage(byte[] body) {
    return first(body) == '<';
  }

  private static byte first(byte[] body) {
    for (byte b : body) {
      if (b < 0 || b > ' ') {
        return b;
      }
    }
    return 0;
  }

  private static boolean isBlank(byte[] body) {
    return first(body) == 0;
  }

  private static String start(byte[] body) {
    int length = Math.min(body.length, SHOWN);
    String start = new String(Arrays.copyOf(body, length), StandardCharsets.UTF_8);
    return Shown.line(isWebPage(body) ? TAGS.matcher(start).replaceAll(" ") : start);
  }
}
