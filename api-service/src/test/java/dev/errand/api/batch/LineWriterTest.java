package dev.errand.api.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.job.JobState;
import dev.errand.store.batch.EndedLine;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** These bytes never change: a client may have half of a file from another version. */
class LineWriterTest {

  private static final String ID = "019a3c5e7d107a529d3e0f6a4c1b2d3e";
  private static final UUID JOB = UUID.fromString("019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e");
  private static final String HEAD =
      "{\"id\":\"batch_req_" + ID + "\",\"custom_id\":\"a\",\"response\":";

  @Test
  void anAnswerIsWrittenAsTheProviderSentIt() {
    assertEquals(
        HEAD
            + "{\"status_code\":201,\"request_id\":\"req_"
            + ID
            + "\",\"body\":{\"b\" : 1.50,\"a\":\"\\n\u2028\u00e4\"}},\"error\":null}\n",
        written(succeeded(201, "{\"b\" : 1.50,\"a\":\"\\n\u2028\u00e4\"}")));
  }

  @Test
  void anAnswerWithoutAStatusHas200() {
    assertEquals(
        HEAD
            + "{\"status_code\":200,\"request_id\":\"req_"
            + ID
            + "\",\"body\":{}},\"error\":null}\n",
        written(succeeded(null, "{}")));
  }

  @Test
  void lineBreaksBetweenTokensBecomeSpaces() {
    assertEquals(
        HEAD
            + "{\"status_code\":200,\"request_id\":\"req_"
            + ID
            + "\",\"body\":{  \"a\":   1 } },\"error\":null}\n",
        written(succeeded(200, "{\r\n\"a\": \n 1\r}\n")));
  }

  @Test
  void anHttpErrorIsAResponse() {
    assertEquals(
        HEAD
            + "{\"status_code\":429,\"request_id\":\"req_"
            + ID
            + "\",\"body\":{\"error\":{\"message\":\"slow \\\"down\\\"\",\"type\":\"rate_limit_error\","
            + "\"param\":null,\"code\":\"rate_limited\"}}},\"error\":null}\n",
        written(failed(429, "rate_limited", "slow \"down\"")));
  }

  @Test
  void theProvidersErrorIsWrittenAsSent() {
    String sent = "{\n\"error\": {\"message\": \"no\", \"code\": 7, \"x\": 1}}";
    EndedLine line =
        new EndedLine(0, JOB, "a", JobState.FAILED, 400, "provider_error", "no", sent, null);

    assertEquals(
        HEAD
            + "{\"status_code\":400,\"request_id\":\"req_"
            + ID
            + "\",\"body\":"
            + sent.replace('\n', ' ')
            + "},\"error\":null}\n",
        written(line));
  }

  /** A provider may answer 200 with what is no answer. */
  @ParameterizedTest
  @ValueSource(ints = {0, 200, 302})
  void aFailureWithoutAnHttpErrorIsAnError(int status) {
    assertEquals(
        HEAD + "null,\"error\":{\"code\":\"invalid_answer\",\"message\":\"no JSON\"}}\n",
        written(failed(status == 0 ? null : status, "invalid_answer", "no JSON")));
  }

  @Test
  void linesThatWereNotRunSayWhy() {
    assertEquals(
        HEAD
            + "null,\"error\":{\"code\":\"batch_cancelled\","
            + "\"message\":\"The batch was cancelled before the line ended.\"}}\n",
        written(line("a", JobState.CANCELLED)));
    assertEquals(
        HEAD
            + "null,\"error\":{\"code\":\"batch_expired\","
            + "\"message\":\"The batch expired before the line was run.\"}}\n",
        written(line("a", JobState.EXPIRED)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"", "\\", "\n\r\t\u0001", "\u2028", "\u00e4\ud83d\ude00", "</script>", ""})
  void anyCustomIdIsWrittenInOneLine(String id) throws IOException {
    String written = written(line(id, JobState.EXPIRED));

    assertEquals(written.length() - 1, written.indexOf('\n'));
    JsonNode read = new ObjectMapper().readTree(written);
    assertEquals(id, read.path("custom_id").textValue());
  }

  @ParameterizedTest
  @EnumSource(
      value = JobState.class,
      names = {"SCHEDULED", "QUEUED", "RUNNING"})
  void aLineThatHasNotEndedIsNotWritten(JobState state) {
    EndedLine line = line("a", state);
    assertThrows(IllegalArgumentException.class, () -> LineWriter.write(line));
  }

  private static String written(EndedLine line) {
    return new String(LineWriter.write(line), UTF_8);
  }

  private static EndedLine succeeded(@Nullable Integer status, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return new EndedLine(0, JOB, "a", JobState.SUCCEEDED, status, null, null, null, bytes);
  }

  private static EndedLine failed(@Nullable Integer status, String type, String message) {
    return new EndedLine(0, JOB, "a", JobState.FAILED, status, type, message, null, null);
  }

  private static EndedLine line(String id, JobState state) {
    return new EndedLine(0, JOB, id, state, null, null, null, null, null);
  }
}
