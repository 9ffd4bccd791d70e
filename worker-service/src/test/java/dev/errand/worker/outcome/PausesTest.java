package dev.errand.worker.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.worker.http.HttpAnswer;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PausesTest {

  private final Pauses pauses =
      new Pauses(InstantSource.fixed(Instant.parse("2026-01-31T12:00:00Z")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retry-after-ms | 1500 | 1500",
        "Retry-After-Ms | 20.5 | 20",
        "x-ms-retry-after-ms | 250 | 250",
        "Retry-After | 0 | 0",
        "Retry-After | 2 | 2000",
        "retry-after | 1.5 | 1500",
        "Retry-After | .25 | 250",
        "Retry-After | 30s | 30000",
        "Retry-After | 999999999 | 604800000",
        "Retry-After | 99999999999999999999 | ",
        "Retry-After | -1 | ",
        "Retry-After | soon | ",
        "Retry-After | NaN | ",
        "Retry-After | 0x10 | ",
        "Retry-After | Sat, 31 Jan 2026 12:01:30 GMT | 90000",
        "Retry-After | Sat, 31 Jan 2026 12:01:30 UTC | 90000",
        "Retry-After | Sat, 31 Jan 2026 12:01:30 +0000 | 90000",
        "Retry-After | Mon, 31 Jan 2026 12:01:30 GMT | 90000",
        "Retry-After | sat, 31 jan 2026 12:01:30 gmt | 90000",
        "Retry-After | Saturday, 31-Jan-26 12:01:30 GMT | 90000",
        "Retry-After | Sat Jan 31 12:01:30 2026 | 90000",
        "Retry-After | Sun Feb  1 12:00:00 2026 | 86400000",
        "Retry-After | 2026-01-31T12:01:30Z | 90000",
        "Retry-After | 2026-01-31T13:01:30+01:00 | 90000",
        "Retry-After | Sat, 31 Jan 2026 11:00:00 GMT | 0",
        "Retry-After | Fri, 31 Jan 2098 11:00:00 GMT | 604800000",
        "Retry-After | 1769860830 | 30000",
        "Retry-After | 1769860830500 | 30500",
      })
  void aHeaderSaysForHowLong(String name, String value, Long millis) {
    assertEquals(
        Optional.ofNullable(millis),
        asked(429, "", headers().add(name, value)).map(Duration::toMillis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-ratelimit-reset-requests | x-ratelimit-remaining-requests | 1m30.5s | 90500",
        "x-ratelimit-reset-tokens | x-ratelimit-remaining-tokens | 6ms | 6",
        "x-ratelimit-reset-tokens | x-ratelimit-remaining-tokens | 6m0s | 360000",
        "x-ratelimit-reset-tokens | x-ratelimit-remaining-tokens | 1h2m3s | 3723000",
        "x-ratelimit-reset-tokens | x-ratelimit-remaining-tokens | 120µs | 0",
        "x-ratelimit-reset | x-ratelimit-remaining | 12 | 12000",
        "x-ratelimit-reset | x-ratelimit-remaining | 11.382 | 11382",
        "x-ratelimit-reset | x-ratelimit-remaining | 60000 | 60000",
        "x-ratelimit-reset-ms | x-ratelimit-remaining-ms | 700 | 700",
        "x-ratelimit-reset | x-ratelimit-remaining | 1769860830 | 30000",
        "x-ratelimit-reset | x-ratelimit-remaining | 1769860830000 | 30000",
        "ratelimit-reset | ratelimit-remaining | 50 | 50000",
        "x-rate-limit-reset | x-rate-limit-remaining | 50 | 50000",
        "x-ratelimit-reset-requests-day | x-ratelimit-remaining-requests-day | 33011.382 |"
            + " 33011382",
        "anthropic-ratelimit-input-tokens-reset | anthropic-ratelimit-input-tokens-remaining"
            + " | 2026-01-31T12:00:45Z | 45000",
        "anthropic-ratelimit-requests-reset | anthropic-ratelimit-requests-remaining"
            + " | 2026-01-31T11:59:45Z | 0",
      })
  void aCounterOfWhichNothingRemainsSaysWhenItIsReset(
      String reset, String remaining, String value, long millis) {
    MultiMap headers = headers().add(reset, value);

    assertEquals(
        Optional.of(millis), asked(429, "", headers.set(remaining, "0")).map(Duration::toMillis));
    assertEquals(Optional.empty(), asked(429, "", headers.set(remaining, "1")));
  }

  @Test
  void onlyTheCountersThatAreUsedUpCountAndTheLastOfThemDoes() {
    MultiMap headers =
        headers()
            .add("x-ratelimit-reset-requests", "8.64s")
            .add("x-ratelimit-remaining-requests", "0")
            .add("x-ratelimit-reset-input-tokens", "20s")
            .add("x-ratelimit-remaining-input-tokens", "0")
            .add("x-ratelimit-reset-tokens", "6m0s")
            .add("x-ratelimit-remaining-tokens", "149984");

    assertEquals(Optional.of(Duration.ofSeconds(20)), asked(429, "", headers));
  }

  @Test
  void aCounterWithoutARemainderCountsOnlyInAnAnswerAboutALimit() {
    MultiMap headers = headers().add("x-ratelimit-reset", "7");

    assertEquals(Optional.of(Duration.ofSeconds(7)), asked(429, "", headers));
    assertEquals(Optional.empty(), asked(403, "", headers));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"limit=100, remaining=0, reset=50", "\"default\";r=0;t=50", "\"a\";r=0, t=50"})
  void theDraftsOfTheStandardAreRead(String value) {
    assertEquals(
        Optional.of(Duration.ofSeconds(50)), asked(429, "", headers().add("RateLimit", value)));
    assertEquals(
        Optional.empty(), asked(429, "", headers().add("RateLimit", value.replace("=0", "=3"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'code':429,'details':[{'@type':'a'},{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'34s'}]}}"
            + " | 34000",
        "[{'error':{'code':429,'details':[{'retryDelay':'1.5s'}]}}] | 1500",
        "{'error':{'message':'Provider returned error','metadata':{'raw':"
            + "'{\\'error\\':{\\'details\\':[{\\'retryDelay\\':\\'21s\\'}]}}'}}} | 21000",
        "{'error':'Model x is currently loading','estimated_time':20.5} | 20500",
        "{'error':{'message':'loading','estimated_time':90}} | 90000",
        "{'message':'You are being rate limited.','retry_after':0.35,'global':false} | 350",
        "{'error':{'message':'slow','retry_after_ms':1200}} | 1200",
      })
  void aFieldOfTheBodySaysForHowLong(String body, long millis) {
    assertEquals(
        Optional.of(Duration.ofMillis(millis)), asked(429, body.replace('\'', '"'), headers()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Please try again in 2.5s. Visit x | 2500",
        "Please try again in 6m0s. | 360000",
        "Try again in 20ms | 20",
        "try again in 1h2m3s. | 3723000",
        "Please try again in 3 seconds. | 3000",
        "please try again in 2 minutes | 120000",
        "try again in 1 minute and 30 seconds | 90000",
        "Please retry in 32.517s. | 32517",
        "Please retry after 20 seconds. | 20000",
        "Please retry your request after 12 sec. | 12000",
        "Please wait 5 seconds before the next call | 5000",
        "The limit resets in 45 s | 45000",
        "try again in 1 day | 86400000",
        "Please try again in about 3 mins | 180000",
        "Please try again later. | ",
        "Failed again after 5 attempts | ",
        "Limit 30000, Requested 500 | ",
      })
  void aMessageSaysForHowLong(String message, Long millis) {
    Optional<Duration> expected = Optional.ofNullable(millis).map(Duration::ofMillis);

    assertEquals(expected, asked(429, message, headers()));
    assertEquals(expected, asked(429, "{\"error\":{\"message\":\"" + message + "\"}}", headers()));
  }

  @Test
  void explicitDelaysPrecedeCounters() {
    MultiMap headers =
        headers().add("x-ratelimit-reset-tokens", "9s").add("x-ratelimit-remaining-tokens", "0");

    assertEquals(Optional.of(Duration.ofSeconds(9)), asked(429, "", headers));
    assertEquals(Optional.of(Duration.ofSeconds(8)), asked(429, "try again in 8s", headers));
    assertEquals(
        Optional.of(Duration.ofSeconds(7)),
        asked(429, "{\"retryDelay\":\"7s\",\"m\":\"try again in 8s\"}", headers));
    assertEquals(
        Optional.of(Duration.ofSeconds(6)),
        asked(429, "try again in 8s", headers.add("Retry-After", "6")));
    assertEquals(
        Optional.of(Duration.ofMillis(5500)),
        asked(429, "try again in 8s", headers.add("retry-after-ms", "5500")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sat, 31 Jan 2026 11:00:00 GMT", "Sat, 31 Jan 2026 13:00:00 GMT"})
  void aTimeIsReadByTheProvidersOwnClockIfKnown(String anHourOff) {
    MultiMap headers = headers().add("Date", anHourOff);

    assertEquals(Optional.of(Duration.ZERO), asked(429, "", headers.set("Retry-After", anHourOff)));
    assertEquals(
        Optional.of(Duration.ofSeconds(90)),
        asked(429, "", headers.set("Retry-After", anHourOff.replace("00:00", "01:30"))));
  }

  private Optional<Duration> asked(int status, String body, MultiMap headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return pauses.asked(new HttpAnswer(status, headers, Optional.of(bytes)), ErrorBody.of(bytes));
  }

  private static MultiMap headers() {
    return MultiMap.caseInsensitiveMultiMap();
  }
}
