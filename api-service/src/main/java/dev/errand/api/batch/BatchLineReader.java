package dev.errand.api.batch;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.ndjson.Lines;
import dev.errand.api.ndjson.Lines.Line;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.problem.Violation;
import dev.errand.api.submit.BatchLine;
import dev.errand.api.submit.CallReader;
import dev.errand.api.submit.RejectedException;
import dev.errand.api.submit.Submission;
import dev.errand.api.submit.WrappedCall;
import dev.errand.job.Endpoint;
import dev.errand.text.Utf8;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the lines of a batch's input file: each one is a call with a name. */
@ApplicationScoped
class BatchLineReader {

  private static final int CUSTOM_ID_LENGTH = 512;

  private static final String CUSTOM_ID = "custom_id";
  private static final String METHOD = "method";
  private static final String URL = "url";
  private static final String BODY = "body";

  /** Every line has all of them, and no others. */
  private static final List<String> MEMBERS = List.of(CUSTOM_ID, METHOD, URL, BODY);

  private static final Set<String> KNOWN = Set.copyOf(MEMBERS);

  private final CallReader calls;
  private final int limit;

  @Inject
  BatchLineReader(CallReader calls, ApiConfig config) {
    this.calls = calls;
    this.limit = Math.toIntExact(config.bodyLimit().asLongValue());
  }

  /** The lines of a file. */
  Lines lines(InputStream file) {
    return lines(file, 0, 0);
  }

  /**
   * The lines after one that was read before.
   *
   * @param rest the file from {@code end} on
   * @param end the {@link BatchLine#end} of that line
   * @param number its number
   */
  Lines lines(InputStream rest, long end, int number) {
    return new Lines(rest, limit, end, number);
  }

  /**
   * The call of a line that is not blank.
   *
   * @throws LineException if the line is invalid; it has the first error
   */
  BatchLine read(Line line, Endpoint endpoint, int priority) {
    if (line.tooLong()) {
      throw new LineException(
          "line_too_long", "The line is longer than %d bytes. Shorten it.".formatted(limit), null);
    }
    WrappedCall call = parsed(line.bytes());
    requireMembers(call);
    String customId = customId(call);
    requireTarget(call, endpoint);
    return new BatchLine(
        line.number(),
        line.end(),
        customId,
        submission(endpoint, priority, call),
        Optional.empty());
  }

  /**
   * The call of a line that was valid when its batch was validated. If it is not any more, because
   * Errand's configuration has changed, it has a fault.
   */
  BatchLine readAgain(Line line, Endpoint endpoint, int priority) {
    try {
      return read(line, endpoint, priority);
    } catch (LineException e) {
      WrappedCall call = WrappedCall.read(line.bytes());
      return new BatchLine(
          line.number(),
          line.end(),
          call.text(CUSTOM_ID).orElseThrow(),
          CallReader.impossible(endpoint, priority, call),
          Optional.of(e.at(line.number()).message()));
    }
  }

  private static WrappedCall parsed(byte[] line) {
    try {
      return WrappedCall.read(line);
    } catch (RejectedException e) {
      throw new LineException("invalid_json_line", "Invalid JSON: " + e.getMessage(), null);
    }
  }

  private static void requireMembers(WrappedCall call) {
    call.otherThan(KNOWN)
        .ifPresent(
            name -> {
              throw new LineException(
                  "unknown_parameter",
                  "Unknown parameter %s. A line has %s; parameters of the call belong in body."
                      .formatted(name, String.join(", ", MEMBERS)),
                  name);
            });
    for (String name : MEMBERS) {
      if (!call.has(name)) {
        throw new LineException(
            "missing_required_parameter", "%s is missing. Add it.".formatted(name), name);
      }
    }
  }

  private static String customId(WrappedCall call) {
    String id =
        call.text(CUSTOM_ID)
            .orElseThrow(() -> invalidId("custom_id must be a string, such as \"request-1\"."));
    if (id.isEmpty() || id.codePointCount(0, id.length()) > CUSTOM_ID_LENGTH) {
      throw invalidId("custom_id must have 1 to %d characters.".formatted(CUSTOM_ID_LENGTH));
    }
    if (!Utf8.isStorable(id)) {
      throw invalidId("custom_id must contain neither a NUL character nor an unpaired surrogate.");
    }
    return id;
  }

  private static LineException invalidId(String message) {
    return new LineException("invalid_custom_id", message, CUSTOM_ID);
  }

  private static void requireTarget(WrappedCall call, Endpoint endpoint) {
    if (call.text(METHOD).filter("POST"::equals).isEmpty()) {
      throw new LineException("invalid_method", "method must be \"POST\".", METHOD);
    }
    if (call.text(URL).filter(endpoint.path()::equals).isEmpty()) {
      throw new LineException(
          "url_mismatch",
          "url must be \"%s\", as the batch's endpoint.".formatted(endpoint.path()),
          URL);
    }
  }

  private Submission submission(Endpoint endpoint, int priority, WrappedCall call) {
    try {
      return calls.read(endpoint, priority, call);
    } catch (RejectedException e) {
      String first = e.violations().getFirst().field();
      throw new LineException("invalid_request", Violation.summary(e.violations()), first);
    } catch (ProblemException e) {
      if (!e.problem().is(ProblemType.MODEL_NOT_FOUND)) {
        throw e;
      }
      throw new LineException("model_not_found", e.problem().detail(), "body.model");
    }
  }
}
