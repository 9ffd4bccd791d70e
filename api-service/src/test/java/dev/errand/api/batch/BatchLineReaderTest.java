package dev.errand.api.batch;

import static dev.errand.api.batch.LineFiles.PRIORITY;
import static dev.errand.api.batch.LineFiles.line;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.ndjson.Lines.Line;
import dev.errand.api.submit.BatchLine;
import dev.errand.job.Endpoint;
import dev.errand.text.Utf8;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BatchLineReaderTest {

  private static final String CHAT = "\"url\":\"/v1/chat/completions\"";
  private static final String BODY = "\"body\":{\"model\":\"gpt-5\"}";

  private final BatchLineReader reader = LineFiles.reader(Map.of());

  @Test
  void aLineBecomesASubmissionOnItsBatchsTerms() {
    BatchLine line = read(line("request-1", "{\"model\":\"gpt-5\",\"messages\":[]}"));

    assertEquals(7, line.number());
    assertEquals(1000, line.end());
    assertEquals("request-1", line.customId());
    assertEquals(Endpoint.CHAT_COMPLETIONS, line.submission().call().endpoint());
    assertEquals("gpt-5", line.submission().call().model());
    assertEquals("openai", line.submission().call().lane());
    assertEquals(-10, line.submission().plan().priority());
    assertEquals(Optional.empty(), line.fault());
    assertEquals(5, line.submission().plan().maxAttempts());
    assertEquals(Map.of(), line.submission().metadata());
    assertEquals(Optional.empty(), line.submission().key());
  }

  @Test
  void aLineThatWasValidIsKeptWithItsFault() {
    BatchLine line =
        reader.readAgain(
            at(line("a", "{\"model\":\"made-up\"}").getBytes(UTF_8)),
            Endpoint.CHAT_COMPLETIONS,
            PRIORITY);

    assertEquals("a", line.customId());
    assertEquals("made-up", line.submission().call().model());
    assertEquals("", line.submission().call().lane());
    assertTrue(line.fault().orElseThrow().contains("no lane takes the model made-up"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{\"model\":\"gpt-5\"}",
        "{ \"model\" :\t\"gpt-5\",\"temperature\":1.50, \"b\":{\"a\":[ 1e2 , {} ]}, \"stream\": false }",
        "{\"messages\":[{\"content\":\"é \\u00e9 \\ud83d\\ude00 😀 \u2028 \u2029 \u0085 \\n}\"}],\"model\":\"gpt-5\"}",
        "{\"model\":\"gpt\\u002d5\",\"custom_id\":\"x\",\"url\":\"y\",\"body\":{\"model\":1}}",
      })
  void theBodyIsTakenByteForByte(String body) {
    String line = "{\"body\" : %s ,\"custom_id\":\"a\", %s , \"method\":\"POST\" }";

    BatchLine read = read(line.formatted(body, CHAT));

    assertEquals("gpt-5", read.submission().call().model());
    assertArrayEquals(body.getBytes(UTF_8), read.submission().call().body());
  }

  @ParameterizedTest
  @EnumSource
  void everyEndpointOfJobsIsSupported(Endpoint endpoint) {
    String line = line("a").replace("/v1/chat/completions", endpoint.path());

    assertEquals(
        endpoint,
        reader.read(at(line.getBytes(UTF_8)), endpoint, PRIORITY).submission().call().endpoint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | column 2",
        "x | column",
        "[] | must be one JSON object",
        "\"x\" | must be one JSON object",
        "null | must be one JSON object",
        "{}{} | more text",
        "{} x | column",
        "{\"url\":1,\"url\":2} | Duplicate field 'url'",
        "{\"body\":{\"a\":1,\"a\":2}} | Duplicate field 'a'",
        "{\"body\":{\"a\":'x'}} | column 14",
        "{\"body\":{\"a\":NaN}} | column",
        "{\"body\":{},} | column",
      })
  void aLineMustBeOneJsonObject(String line, String advice) {
    LineError error = error(line);

    assertEquals("invalid_json_line", error.code());
    assertTrue(error.message().contains(advice), error.message());
    assertFalse(error.message().contains("line 1, "), error.message());
    assertEquals(null, error.param());
    assertEquals(7, error.line());
  }

  @Test
  void aLineMustBeUtf8() {
    LineError error = error(line("é").getBytes(ISO_8859_1));

    assertEquals("invalid_json_line", error.code());
    assertEquals("Invalid JSON: the line is not UTF-8", error.message());
  }

  @Test
  void aLineMustNotBeNestedTooDeep() {
    String deep = "[".repeat(1001) + "]".repeat(1001);

    LineError error = error(line("a", "{\"model\":\"gpt-5\",\"a\":" + deep + "}"));

    assertEquals("invalid_json_line", error.code());
    assertTrue(error.message().contains("nested deeper than 1000"), error.message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | custom_id",
        "{\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"gpt-5\"}} | custom_id",
        "{\"custom_id\":null,\"method\":\"POST\",\"url\":\"x\",\"body\":{}} | custom_id",
        "{\"custom_id\":\"a\",\"url\":\"x\",\"body\":{}} | method",
        "{\"custom_id\":\"a\",\"method\":\"POST\",\"body\":{}} | url",
        "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"x\"} | body",
        "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"x\",\"body\":null} | body",
      })
  void eachMemberIsRequired(String line, String member) {
    assertEquals(
        new LineError("missing_required_parameter", member + " is missing. Add it.", member, 7),
        error(line));
  }

  @Test
  void otherMembersAreRejected() {
    assertEquals(
        new LineError(
            "unknown_parameter",
            "Unknown parameter priority. A line has custom_id, method, url, body;"
                + " parameters of the call belong in body.",
            "priority",
            7),
        error(line("a").replaceFirst("\\{", "{\"priority\":5,\"x\":null,")));
  }

  @Test
  void errorsCanBeStoredWhateverTheyQuote() {
    LineError member = error(line("a").replaceFirst("\\{", "{\"\\\\u0000\":5,"));
    LineError model = error(line("a", "{\"model\":\"claude \\ud800\"}"));

    assertEquals("unknown_parameter", member.code());
    assertEquals("\uFFFD", member.param());
    assertTrue(Utf8.isStorable(member.message()), member.message());
    assertEquals("model_not_found", model.code());
    assertTrue(Utf8.isStorable(model.message()), model.message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5 | string",
        "true | string",
        "[] | string",
        "{} | string",
        "\"\" | 1 to 512",
        "\"a\\u0000b\" | NUL",
        "\"\\ud800\" | surrogate",
        "\"\\ude00\\ud83d\" | surrogate",
      })
  void aCustomIdIsATextThatCanBeStored(String id, String advice) {
    assertInvalidId(advice, line("x").replace("\"x\"", id));
  }

  @Test
  void aCustomIdHasAtMost512Characters() {
    String longest = "😀".repeat(512);

    assertEquals(longest, read(line(longest)).customId());
    assertInvalidId("1 to 512 characters", line(longest + "x"));
  }

  @Test
  void aCustomIdIsDecoded() {
    assertEquals("é\n\u2028😀\" ", read(line("\\u00e9\\n\u2028\\ud83d\\ude00\\\" ")).customId());
  }

  @ParameterizedTest
  @CsvSource({"GET", "post", "''", "'POST '"})
  void theMethodIsPost(String method) {
    assertEquals(
        new LineError("invalid_method", "method must be \"POST\".", "method", 7),
        error(line("a").replace("\"POST\"", "\"" + method + "\"")));
  }

  @Test
  void theMethodIsAString() {
    assertEquals("invalid_method", error(line("a").replace("\"POST\"", "1")).code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"/v1/embeddings\"",
        "\"/v1/chat/completions/\"",
        "\"https://api.openai.com/v1/chat/completions\"",
        "\"\"",
        "5",
      })
  void theUrlIsTheBatchsEndpoint(String url) {
    assertEquals(
        new LineError(
            "url_mismatch",
            "url must be \"/v1/chat/completions\", as the batch's endpoint.",
            "url",
            7),
        error(line("a").replace("\"/v1/chat/completions\"", url)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5 | body | must be a JSON object",
        "[] | body | must be a JSON object",
        "\"{}\" | body | must be a JSON object",
        "{} | body.model | is missing",
        "{\"model\":null} | body.model | must be a string",
        "{\"model\":5} | body.model | must be a string",
        "{\"model\":\"\"} | body.model | must not be empty",
        "{\"model\":\"gpt-\\u0000\"} | body.model | must contain neither a NUL",
        "{\"model\":\"gpt-5\",\"stream\":true} | body.stream | must not be true",
      })
  void theBodyIsCheckedAsThatOfASingleCall(String body, String param, String advice) {
    LineError error = error(line("a", body));

    assertEquals("invalid_request", error.code());
    assertEquals(param, error.param());
    assertTrue(error.message().startsWith(param + ": " + advice), error.message());
  }

  @Test
  void everyErrorOfABodyIsNamed() {
    LineError error = error(line("a", "{\"model\":5,\"stream\":true}"));

    assertEquals("body.stream", error.param());
    assertTrue(error.message().contains("body.model: must be a string"), error.message());
  }

  @Test
  void aModelThatNoLaneTakesIsNamed() {
    LineError error = error(line("a", "{\"model\":\"claude\"}"));

    assertEquals("model_not_found", error.code());
    assertEquals("body.model", error.param());
    assertTrue(error.message().contains("no lane takes the model claude"), error.message());
  }

  @Test
  void aLineMayBeAsLongAsAJob() throws IOException {
    BatchLineReader small = LineFiles.reader(Map.of("errand.api.body-limit", "120"));
    String longest = "{\"custom_id\":\"a\",\"method\":\"POST\"," + CHAT + "," + BODY + "}";
    longest += " ".repeat(120 - longest.length());

    assertEquals("a", first(small, longest).customId());
    LineException e =
        assertThrows(LineException.class, () -> first(small, line("a") + " ".repeat(100)));
    assertEquals(
        new LineError("line_too_long", "The line is longer than 120 bytes. Shorten it.", null, 7),
        e.at(7));
  }

  private static BatchLine first(BatchLineReader reader, String file) throws IOException {
    Line line = Objects.requireNonNull(reader.lines(LineFiles.stream(file)).next());
    return reader.read(line, Endpoint.CHAT_COMPLETIONS, PRIORITY);
  }

  private void assertInvalidId(String advice, String line) {
    LineError error = error(line);
    assertEquals("invalid_custom_id", error.code());
    assertEquals("custom_id", error.param());
    assertTrue(error.message().contains(advice), error.message());
  }

  private BatchLine read(String line) {
    return reader.read(at(line.getBytes(UTF_8)), Endpoint.CHAT_COMPLETIONS, PRIORITY);
  }

  private LineError error(String line) {
    return error(line.getBytes(UTF_8));
  }

  private LineError error(byte[] line) {
    return assertThrows(
            LineException.class, () -> reader.read(at(line), Endpoint.CHAT_COMPLETIONS, PRIORITY))
        .at(7);
  }

  private static Line at(byte[] line) {
    return new Line(7, 1000, line, false);
  }
}
