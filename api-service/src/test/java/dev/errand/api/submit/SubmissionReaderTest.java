package dev.errand.api.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.testing.TestConfig;
import dev.errand.job.Endpoint;
import dev.errand.job.OnLost;
import dev.errand.lane.Lanes;
import dev.errand.lane.LanesConfig;
import dev.errand.store.NewJob;
import dev.errand.tenant.Caller;
import io.smallrye.config.SmallRyeConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionReaderTest {

  private static final Instant NOW = Instant.parse("2026-01-05T09:30:00Z");
  private static final String CALL = "\"body\":{\"model\":\"gpt-5\"}";

  private final SubmissionReader reader = reader();

  @Test
  void aSubmissionWithABodyAloneGetsTheDefaults() {
    NewJob job = job("{" + CALL + "}");
    assertEquals(Endpoint.CHAT_COMPLETIONS, job.request().endpoint());
    assertEquals("gpt-5", job.request().model());
    assertEquals("openai", job.lane());
    assertEquals(new NewJob.Plan(0, null, null, null, 5, null, OnLost.RETRY), job.plan());
    assertNull(job.request().metadata());
    assertEquals(Optional.empty(), job.key());
  }

  @Test
  void everyFieldIsAccepted() {
    NewJob job =
        job(
            """
            {"endpoint": "/v1/responses", "body": {"model": "gpt-5"}, "priority": -100,
             "run_at": "2026-01-05T11:30:00.1234567+01:00", "deadline": "2026-01-06T00:00:00z",
             "timeout_seconds": 86400, "max_attempts": 100, "on_lost": "fail", "metadata": {"é": "😀", "b": ""}}
            """);
    assertEquals(Endpoint.RESPONSES, job.request().endpoint());
    assertEquals(
        new NewJob.Plan(
            -100,
            Instant.parse("2026-01-05T10:30:00.123456Z"),
            null,
            Instant.parse("2026-01-06T00:00:00Z"),
            100,
            86400,
            OnLost.FAIL),
        job.plan());
    assertEquals("{\"é\":\"😀\",\"b\":\"\"}", job.request().metadata());
  }

  @Test
  void fieldsThatAreNullCountAsLeftOut() {
    NewJob job = job("{" + CALL + ",\"priority\":null,\"metadata\":null,\"prompt\":null}");
    assertEquals(0, job.plan().priority());
  }

  @Test
  void onLostMayBeConfigured() {
    SubmissionReader careful = reader(Map.of("errand.api.job.on-lost", "fail"));

    assertEquals(OnLost.FAIL, job(careful, "{" + CALL + "}").plan().onLost());
    assertEquals(
        OnLost.RETRY, job(careful, "{" + CALL + ",\"on_lost\":\"retry\"}").plan().onLost());
  }

  @Test
  void theShortFormMayFailWhenLost() {
    NewJob job = job("{\"model\":\"gpt-5\",\"prompt\":\"p\",\"on_lost\":\"fail\"}");

    assertEquals(OnLost.FAIL, job.plan().onLost());
  }

  @Test
  void aDelayMayHaveDecimals() {
    assertEquals(
        Duration.ofMillis(1500), job("{" + CALL + ",\"delay_seconds\":1.5}").plan().delay());
    assertEquals(Duration.ZERO, job("{" + CALL + ",\"delay_seconds\":1e-99999}").plan().delay());
  }

  @Test
  void aTimeInThePastMeansNow() {
    assertNull(job("{" + CALL + ",\"run_at\":\"0000-01-01T00:00:00Z\"}").plan().runAt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/v1/chat/completions |"
            + " {\"model\":\"gpt-5\",\"stream\":false,\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"p\"}]}",
        "/v1/responses |"
            + " {\"model\":\"gpt-5\",\"stream\":false,\"instructions\":\"s\",\"input\":\"p\"}",
      })
  void theShortFormWithSystemIsSpelledOut(String endpoint, String body) {
    NewJob job =
        job(
            "{\"endpoint\":\"%s\",\"model\":\"gpt-5\",\"prompt\":\"p\",\"system\":\"s\"}"
                .formatted(endpoint));
    assertEquals(body, new String(job.request().body(), UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/v1/chat/completions |"
            + " {\"model\":\"gpt-5\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"p\"}]}",
        "/v1/responses | {\"model\":\"gpt-5\",\"stream\":false,\"input\":\"p\"}",
        "/v1/completions | {\"model\":\"gpt-5\",\"stream\":false,\"prompt\":\"p\"}",
        "/v1/embeddings | {\"model\":\"gpt-5\",\"input\":\"p\"}",
      })
  void theShortFormIsSpelledOut(String endpoint, String body) {
    NewJob job =
        job("{\"endpoint\":\"%s\",\"model\":\"gpt-5\",\"prompt\":\"p\"}".formatted(endpoint));
    assertEquals(body, new String(job.request().body(), UTF_8));
  }

  @Test
  void theFingerprintOfAKeyIsThatOfThePayload() {
    byte[] payload = ("{" + CALL + "}").getBytes(UTF_8);
    NewJob.Key first = reader.read(payload, key("k")).key().orElseThrow();
    NewJob.Key again = reader.read(payload, key("k")).key().orElseThrow();
    assertEquals("k", first.value());
    assertEquals(32, first.fingerprint().length);
    assertArrayEquals(first.fingerprint(), again.fingerprint());
  }

  private NewJob job(String json) {
    return job(reader, json);
  }

  private static NewJob job(SubmissionReader reader, String json) {
    return reader
        .read(json.getBytes(UTF_8), Optional.empty())
        .job(new UUID(0, 1), Caller.open(), null);
  }

  private static Optional<IdempotencyKey> key(String key) {
    return Optional.of(IdempotencyKey.parse(key));
  }

  /** With two lanes, at a fixed time. */
  static SubmissionReader reader() {
    return reader(Map.of());
  }

  private static SubmissionReader reader(Map<String, String> settings) {
    return new SubmissionReader(check(settings));
  }

  /** With two lanes, at a fixed time. */
  static SubmissionCheck check(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("errand.lanes.openai.models", "gpt-*,o?");
    all.put("errand.lanes.local.models", "llama*");
    SmallRyeConfig config = TestConfig.with(all);
    return new SubmissionCheck(
        config.getConfigMapping(ApiConfig.class),
        new Lanes(config.getConfigMapping(LanesConfig.class)),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
