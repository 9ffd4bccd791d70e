package dev.errand.api.batch;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.errand.api.ndjson.OneLine;
import dev.errand.api.openai.ProviderStatus;
import dev.errand.api.problem.ErrorEnvelope;
import dev.errand.api.problem.ErrorEnvelope.Details;
import dev.errand.store.batch.EndedLine;
import dev.errand.store.batch.LineId;
import dev.errand.text.PrefixedId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line of a batch's output or error file. The same line has the same bytes for ever:
 * clients may fetch a file in parts, from several versions of the service.
 */
final class LineWriter {

  private static final PrefixedId REQUEST_ID = new PrefixedId("req_");
  private static final int BESIDES_THE_BODY = 512;

  private final ByteArrayOutputStream out;
  private final EndedLine line;

  private LineWriter(EndedLine line) {
    this.line = line;
    byte[] body = line.body();
    this.out = new ByteArrayOutputStream((body == null ? 0 : body.length) + BESIDES_THE_BODY);
  }

  /** The bytes of a line, with the line feed at its end. */
  static byte[] write(EndedLine line) {
    return new LineWriter(line).line();
  }

  private byte[] line() {
    raw("{\"id\":").text(LineId.text(line.job()));
    raw(",\"custom_id\":").text(line.customId());
    switch (line.state()) {
      case SUCCEEDED -> succeeded();
      case FAILED -> failed();
      case CANCELLED -> notRun("batch_cancelled", "The batch was cancelled before the line ended.");
      case EXPIRED -> notRun("batch_expired", "The batch expired before the line was run.");
      case SCHEDULED, QUEUED, RUNNING ->
          throw new IllegalArgumentException("the line has not ended");
    }
    raw("}\n");
    return out.toByteArray();
  }

  private void succeeded() {
    response(ProviderStatus.ofAnswer(line.httpStatus()));
    out.writeBytes(OneLine.of(Objects.requireNonNull(line.body())));
    raw("},\"error\":null");
  }

  private void failed() {
    String type = String.valueOf(line.errorType());
    String message = String.valueOf(line.errorMessage());
    Optional<Integer> status = ProviderStatus.ofError(line.httpStatus());
    if (status.isEmpty()) {
      notRun(type, message);
      return;
    }
    response(status.get());
    String sent = line.errorBody();
    if (sent == null) {
      envelope(ErrorEnvelope.of(status.get(), message, type).error());
    } else {
      out.writeBytes(OneLine.of(sent.getBytes(StandardCharsets.UTF_8)));
    }
    raw("},\"error\":null");
  }

  private void notRun(String code, String message) {
    raw(",\"response\":null,\"error\":{\"code\":").text(code);
    raw(",\"message\":").text(message).raw("}");
  }

  private void response(int status) {
    raw(",\"response\":{\"status_code\":").raw(String.valueOf(status));
    raw(",\"request_id\":").text(REQUEST_ID.text(line.job()));
    raw(",\"body\":");
  }

  private void envelope(Details error) {
    raw("{\"error\":{\"message\":").text(error.message());
    raw(",\"type\":").text(error.type());
    raw(",\"param\":").textOrNull(error.param());
    raw(",\"code\":").textOrNull(error.code()).raw("}}");
  }

  private LineWriter raw(String json) {
    out.writeBytes(json.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  private LineWriter textOrNull(@Nullable String text) {
    return text == null ? raw("null") : text(text);
  }

  private LineWriter text(String text) {
    out.write('"');
    out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    out.write('"');
    return this;
  }
}
