package dev.errand.api.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.problem.Violation;
import dev.errand.api.submit.RejectedException.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors in a submission are named, with advice. */
class InvalidSubmissionsTest {

  private static final String CALL = "\"body\":{\"model\":\"gpt-5\"}";

  private final SubmissionReader reader = SubmissionReaderTest.reader();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"priority\":101 | priority | -100 to 100",
        "\"priority\":-101 | priority | -100 to 100",
        "\"priority\":99999999999999999999 | priority | -100 to 100",
        "\"priority\":1.0 | priority | integer",
        "\"priority\":\"5\" | priority | not a string",
        "\"priority\":true | priority | not a boolean",
        "\"priority\":[] | priority | not an array",
        "\"priority\":{\"a\":{\"b\":[]}} | priority | not an object",
        "\"delay_seconds\":-0.001 | delay_seconds | 0 to 31536000",
        "\"delay_seconds\":31536001 | delay_seconds | 0 to 31536000",
        "\"delay_seconds\":1e999999 | delay_seconds | 0 to 31536000",
        "\"delay_seconds\":\"1\" | delay_seconds | not a string",
        "\"timeout_seconds\":0 | timeout_seconds | 1 to 86400",
        "\"timeout_seconds\":86401 | timeout_seconds | 1 to 86400",
        "\"max_attempts\":0 | max_attempts | 1 to 100",
        "\"max_attempts\":101 | max_attempts | 1 to 100",
        "\"on_lost\":\"ignore\" | on_lost | retry or fail",
        "\"on_lost\":\"RETRY\" | on_lost | retry or fail",
        "\"on_lost\":\"\" | on_lost | not be empty",
        "\"on_lost\":true | on_lost | not a boolean",
        "\"run_at\":\"2026-01-05\" | run_at | RFC 3339",
        "\"run_at\":\"2026-01-05T09:30:00\" | run_at | offset",
        "\"run_at\":\"+999999999-12-31T23:59:59Z\" | run_at | RFC 3339",
        "\"run_at\":\"2027-01-06T00:00:00Z\" | run_at | 365 days",
        "\"run_at\":1767605400 | run_at | not a number",
        "\"run_at\":\"2026-01-06T00:00:00Z\",\"delay_seconds\":1 | run_at | not both",
        "\"deadline\":\"2026-01-05T09:30:00Z\" | deadline | in the future",
        "\"deadline\":\"2026-01-05T09:30:30Z\",\"delay_seconds\":60 | deadline | after the earliest"
            + " start",
        "\"deadline\":\"9999-12-31T23:59:59-18:00\" | deadline | RFC 3339",
        "\"metadata\":[] | metadata | object of strings",
        "\"metadata\":\"x\" | metadata | object of strings",
        "\"metadata\":{\"a\":1} | metadata.a | must be a string",
        "\"metadata\":{\"a\":null} | metadata.a | must be a string",
        "\"metadata\":{\"a\":{\"b\":\"c\"}} | metadata.a | must be a string",
        "\"metadata\":{\"\":\"c\"} | metadata | 1 to 64",
        "\"metadata\":{\"a\":\"\\u0000\"} | metadata.a | NUL",
        "\"metadata\":{\"a\":\"\\udc00\"} | metadata.a | surrogate",
        "\"metadata\":{\"\\u0000\":\"c\"} | metadata | NUL",
        "\"nonsense\":1 | nonsense | unknown field",
        "\"\\u0000\":1 | ? | unknown field",
        "\"endpoint\":\"/v1/images\" | endpoint | /v1/embeddings",
        "\"endpoint\":5 | endpoint | not a number",
        "\"model\":\"gpt-5\" | body | not both",
        "\"prompt\":\"x\" | body | not both",
      })
  void anInvalidFieldIsNamedWithAdvice(String fields, String field, String message) {
    assertViolation("{" + CALL + "," + fields + "}", field.replace('?', '\uFFFD'), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | body | model and prompt",
        "{\"body\":[]} | body | JSON object",
        "{\"body\":\"{}\"} | body | JSON object",
        "{\"body\":{}} | body.model | is missing",
        "{\"body\":{\"model\":\"\"}} | body.model | not be empty",
        "{\"body\":{\"model\":5}} | body.model | not a number",
        "{\"body\":{\"model\":null}} | body.model | not null",
        "{\"body\":{\"model\":[\"gpt-5\"]}} | body.model | not an array",
        "{\"body\":{\"model\":\"gpt\\u0000\"}} | body.model | NUL",
        "{\"body\":{\"model\":\"gpt\\ud800\"}} | body.model | surrogate",
        "{\"body\":{\"model\":\"gpt-5\",\"stream\":true}} | body.stream | complete answer",
        "{\"endpoint\":\"/v1/responses\",\"body\":{\"model\":\"o3\",\"background\":true}} |"
            + " body.background | leave background out",
        "{\"endpoint\":\"/v1/responses\",\"body\":{\"background\":true,\"store\":false,\"model\":\"o3\"}}"
            + " | body.background | leave background out",
        "{\"body\":{\"model\":\"claude\"}} | body.model | openai (gpt-*, o?)",
        "{\"model\":\"claude\",\"prompt\":\"p\"} | model | local (llama*)",
        "{\"model\":\"gpt-5\"} | prompt | is missing",
        "{\"prompt\":\"p\"} | model | is missing",
        "{\"model\":\"gpt-5\",\"prompt\":\"\"} | prompt | not be empty",
        "{\"model\":\"gpt-5\",\"prompt\":[]} | prompt | not an array",
        "{\"model\":\"gpt-5\",\"prompt\":\"\\u0000\"} | prompt | NUL",
        "{\"model\":\"gpt-5\",\"prompt\":\"\\ud83d\"} | prompt | surrogate",
        "{\"model\":\"gpt-5\",\"prompt\":\"p\",\"system\":\"\\ud83d\"} | system | surrogate",
        "{\"endpoint\":\"/v1/embeddings\",\"model\":\"gpt-5\",\"prompt\":\"p\",\"system\":\"s\"} |"
            + " system | not supported",
      })
  void anInvalidCallIsNamedWithAdvice(String json, String field, String message) {
    assertViolation(json, field, message);
  }

  @Test
  void aStreamInTheBackgroundIsNamedForBoth() {
    String json =
        "{\"endpoint\":\"/v1/responses\","
            + "\"body\":{\"model\":\"o3\",\"stream\":true,\"background\":true}}";

    assertEquals(
        List.of("body.background", "body.stream"),
        violations(json).stream().map(Violation::field).toList());
  }

  @Test
  void textsThatAreTooLongAreNamed() {
    assertViolation(
        "{\"body\":{\"model\":\"gpt-%s\"}}".formatted("5".repeat(253)),
        "body.model",
        "at most 256");
    assertViolation(
        "{%s,\"metadata\":{\"%s\":\"\"}}".formatted(CALL, "k".repeat(65)), "metadata", "1 to 64");
    assertViolation(
        "{%s,\"metadata\":{\"a\":\"%s\"}}".formatted(CALL, "v".repeat(513)),
        "metadata.a",
        "at most 512");
    read("{%s,\"metadata\":{\"%s\":\"%s\"}}".formatted(CALL, "😀".repeat(64), "😀".repeat(512)));
  }

  @Test
  void metadataOfSeventeenPairsIsTooMuch() {
    StringBuilder pairs = new StringBuilder("\"k0\":\"v\"");
    for (int i = 1; i < 17; i++) {
      pairs.append(",\"k%d\":\"v\"".formatted(i));
    }
    assertViolation("{%s,\"metadata\":{%s}}".formatted(CALL, pairs), "metadata", "at most 16");
  }

  @Test
  void everyErrorIsReportedAtOnce() {
    List<String> fields =
        violations("{\"priority\":\"x\",\"max_attempts\":0,\"metadata\":1,\"nope\":1}").stream()
            .map(Violation::field)
            .toList();
    assertEquals(List.of("nope", "body", "priority", "max_attempts", "metadata"), fields);
  }

  private Submission read(String json) {
    return reader.read(json.getBytes(UTF_8), Optional.empty());
  }

  private List<Violation> violations(String json) {
    RejectedException e = assertThrows(RejectedException.class, () -> read(json));
    assertEquals(Reason.INVALID, e.reason());
    return e.violations();
  }

  private void assertViolation(String json, String field, String message) {
    List<Violation> violations = violations(json);
    assertTrue(
        violations.stream().anyMatch(v -> v.field().equals(field) && v.message().contains(message)),
        violations::toString);
    assertEquals(1, violations.size(), violations::toString);
  }
}
