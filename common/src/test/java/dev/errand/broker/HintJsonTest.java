package dev.errand.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HintJsonTest {

  private static final UUID JOB = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

  private final HintJson json = new HintJson(new ObjectMapper());

  @Test
  void aHintComesBackAsItWasWritten() {
    Hint hint = new Hint("låne", JOB, 7);

    assertEquals(
        "{\"lane\":\"låne\",\"job\":\"" + JOB + "\",\"jobs\":7}",
        new String(json.write(hint), StandardCharsets.UTF_8));
    assertEquals(Optional.of(hint), json.read(json.write(hint)));
  }

  @Test
  void aMessageOfAnEarlierVersionStandsForOneJob() {
    assertEquals(Optional.of(new Hint("a", JOB, 1)), read("{\"lane\":\"a\",\"job\":\"%s\"}"));
  }

  @Test
  void fieldsOfLaterVersionsAreIgnored() {
    assertEquals(
        Optional.of(new Hint("a", JOB, 2)),
        read("{\"lane\":\"a\",\"job\":\"%s\",\"jobs\":2,\"more\":{}}"));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-3, 1", "null, 1", "17, 16", "9000000000000000000, 16"})
  void anAbsurdNumberOfJobsIsReplacedByTheNearestPossibleOne(String jobs, int taken) {
    assertEquals(
        Optional.of(new Hint("a", JOB, taken)),
        read("{\"lane\":\"a\",\"job\":\"%s\",\"jobs\":" + jobs + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "null",
        "{}",
        "{\"lane\":\"a\"}",
        "{\"lane\":\"a\",\"job\":\"b\"}",
        "[1]",
        "{\"lane\":\"a\",\"job\":\"%s\",\"jobs\":\"many\"}"
      })
  void otherMessagesAreNotHints(String text) {
    assertEquals(Optional.empty(), read(text));
  }

  private Optional<Hint> read(String template) {
    return json.read(template.formatted(JOB).getBytes(StandardCharsets.UTF_8));
  }
}
