package dev.errand.worker.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import dev.errand.worker.outcome.Pause;
import dev.errand.worker.outcome.Pause.Cause;
import dev.errand.worker.outcome.Pause.Scope;
import dev.errand.worker.target.ApiKey;
import dev.errand.worker.target.KeySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

  private static final ApiKey A = new ApiKey("a");
  private static final ApiKey B = new ApiKey("b");
  private static final ApiKey C = new ApiKey("c");
  private static final Optional<Duration> FIVE = Optional.of(Duration.ofSeconds(5));

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void keysAreUsedInTurn() {
    assertEquals(List.of(A, B, C, A, B, C), next(keys("a,b,c"), 6));
  }

  @Test
  void oneKeyIsUsedAndItsOutcomesStayAsTheyAre() {
    Keys keys = keys("a");
    Throttled limit = limit(FIVE, Scope.MODEL, Cause.RATE);

    assertSame(limit, keys.ended(A, "m", limit));

    assertEquals(List.of(A, A), next(keys, 2));
    assertEquals(0, keys.held());
  }

  @Test
  void withoutAKeyThereIsNone() {
    assertEquals(Optional.empty(), keys("").next("m"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Cause.class,
      names = {"RATE", "DAILY", "ACCOUNT"})
  void aKeyThatIsLimitedIsHeldBackAloneAndItsJobGoesToAnother(Cause cause) {
    Keys keys = keys("a,b,c");
    assertEquals(List.of(A), next(keys, 1));

    LlmOutcome outcome = keys.ended(A, "m", limit(FIVE, Scope.LANE, cause));

    assertEquals(
        new Pause(Optional.of(Duration.ZERO), Scope.KEY, cause),
        assertInstanceOf(Throttled.class, outcome).pause());
    assertEquals(List.of(B, C, B, C), next(keys, 4));
    assertEquals(1, keys.held());
    pass(5);
    assertEquals(0, keys.held());
    assertEquals(List.of(A, B, C), next(keys, 3).stream().sorted(KeysTest::byText).toList());
  }

  @ParameterizedTest
  @EnumSource(
      value = Cause.class,
      names = {"LOADING", "OVERLOADED"})
  void errorsUnrelatedToTheKeyHoldNoKeyBack(Cause cause) {
    Keys keys = keys("a,b");
    Throttled busy = limit(FIVE, Scope.MODEL, cause);

    assertSame(busy, keys.ended(A, "m", busy));

    assertEquals(0, keys.held());
  }

  @Test
  void onlyWhenAllAreHeldDoesTheLanePauseAndUntilTheFirstIsFree() {
    Keys keys = keys("a,b,c");
    keys.ended(A, "m", limit(seconds(30), Scope.LANE, Cause.RATE));
    keys.ended(B, "m", limit(seconds(9), Scope.LANE, Cause.RATE));
    pass(2);

    LlmOutcome last = keys.ended(C, "m", limit(seconds(20), Scope.LANE, Cause.RATE));

    assertEquals(
        new Pause(seconds(7), Scope.LANE, Cause.RATE),
        assertInstanceOf(Throttled.class, last).pause());
    assertEquals(Optional.of(B), keys.next("m"));
    pass(7);
    assertEquals(List.of(B, B), next(keys, 2));
  }

  @Test
  void aModelsLimitHoldsTheKeyForThatModelOnly() {
    Keys keys = keys("a,b");

    keys.ended(A, "m", limit(FIVE, Scope.MODEL, Cause.RATE));

    assertEquals(List.of(B, B), next(keys, 2));
    assertEquals(
        List.of(A, B),
        Stream.of(keys.next("n"), keys.next("n"))
            .map(Optional::orElseThrow)
            .sorted(KeysTest::byText)
            .toList());
  }

  /** The base is 1 s, the cap 60 s; each time, one call probes it first. */
  @Test
  void withoutATimeTheHoldDoublesAndOneCallTriesTheKeyFirst() {
    Keys keys = keys("a,b");
    long expected = 1;
    for (int i = 0; i < 8; i++) {
      keys.ended(A, "m", limit(Optional.empty(), Scope.LANE, Cause.ACCOUNT));
      pass(expected - 1);
      assertEquals(List.of(B, B), next(keys, 2), "hold " + i);
      pass(1);
      assertEquals(
          List.of(A, B, B), next(keys, 3).stream().sorted(KeysTest::byText).toList(), "try " + i);
      expected = Math.min(60, expected * 2);
    }

    keys.ended(A, "m", answered());

    assertEquals(0, keys.held());
    keys.ended(A, "m", limit(Optional.empty(), Scope.LANE, Cause.ACCOUNT));
    pass(1);
    assertEquals(0, keys.held());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 400})
  void anImplausiblePauseIsIgnored(long millis) {
    Keys keys = keys("a,b");

    keys.ended(A, "m", limit(Optional.of(Duration.ofMillis(millis)), Scope.LANE, Cause.RATE));

    pass(Duration.ofMillis(999));
    assertEquals(1, keys.held());
    pass(Duration.ofMillis(1));
    assertEquals(0, keys.held());
  }

  @Test
  void aPauseOfADayIsTriedAfterTenMinutesByOneCall() {
    Keys keys = keys("a,b");

    keys.ended(A, "m", limit(seconds(86_400), Scope.LANE, Cause.DAILY));

    pass(599);
    assertEquals(List.of(B, B), next(keys, 2));
    pass(1);
    assertEquals(List.of(A, B, B), next(keys, 3).stream().sorted(KeysTest::byText).toList());
  }

  @Test
  void aCallFromBeforeTheHoldDoesNotEndIt() {
    Keys keys = keys("a,b");
    keys.ended(A, "m", limit(FIVE, Scope.LANE, Cause.RATE));

    keys.ended(A, "m", answered());

    assertEquals(1, keys.held());
  }

  @ParameterizedTest
  @CsvSource({"401, PROVIDER_ERROR", "402, PROVIDER_ERROR", "429, QUOTA_EXCEEDED"})
  void aRejectedKeyIsHeldBackWhileThereIsAnother(int status, Failure.Type type) {
    Keys keys = keys("a,b");
    Refused refused = new Refused(new Failure(type, "no"), call(status));

    Throttled first = assertInstanceOf(Throttled.class, keys.ended(A, "m", refused));
    assertEquals(Scope.KEY, first.pause().scope());
    assertEquals(List.of(B, B), next(keys, 2));

    assertSame(refused, keys.ended(B, "m", refused));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 422})
  void aRejectedRequestIsRejectedForEveryKey(int status) {
    Keys keys = keys("a,b");
    Refused refused = new Refused(new Failure(Failure.Type.PROVIDER_ERROR, "no"), call(status));

    assertSame(refused, keys.ended(A, "m", refused));

    assertEquals(0, keys.held());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aKeyThatWasReplacedMeanwhileLeavesTheJobUnspent(int status, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "a");
    Keys keys = keys(Map.of("errand.providers.p.api-key-file", file.toString()));
    Refused refused = new Refused(new Failure(Failure.Type.PROVIDER_ERROR, "no"), call(status));
    assertSame(refused, keys.ended(A, "m", refused));
    Files.writeString(file, "b\n");

    Throttled again = assertInstanceOf(Throttled.class, keys.ended(A, "m", refused));

    assertEquals(new Pause(Optional.of(Duration.ZERO), Scope.KEY, Cause.ACCOUNT), again.pause());
    assertEquals(Optional.of(B), keys.next("m"));
    assertSame(refused, keys.ended(B, "m", refused));
  }

  @Test
  void aBreakSaysNothingOfTheKey() {
    Keys keys = keys("a,b");
    Broken broken =
        new Broken(
            Outcome.FAILED,
            new Failure(Failure.Type.CONNECTION, "reset"),
            Optional.empty(),
            Call.UNHEARD);

    assertSame(broken, keys.ended(A, "m", broken));

    assertEquals(0, keys.held());
  }

  private Keys keys(String keys) {
    return keys(Map.of("errand.providers.p.api-key", keys));
  }

  private Keys keys(Map<String, String> settings) {
    TestedConfig config = new TestedConfig("http://localhost/v1", settings);
    return new Keys(
        "p",
        KeySource.of("p", config.provider(), nanos::get),
        config.worker().holdBack(),
        nanos::get);
  }

  private static List<ApiKey> next(Keys keys, int calls) {
    return Stream.generate(() -> keys.next("m").orElseThrow()).limit(calls).toList();
  }

  private static int byText(ApiKey one, ApiKey other) {
    return one.text().compareTo(other.text());
  }

  private void pass(long seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Optional<Duration> seconds(long seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }

  private static Throttled limit(Optional<Duration> asked, Scope scope, Cause cause) {
    return new Throttled(
        new Pause(asked, scope, cause), new Failure(Failure.Type.RATE_LIMITED, "slow"), call(429));
  }

  private static Answered answered() {
    return new Answered(new byte[0], call(200));
  }

  private static Call call(int status) {
    return new Call(status, null, Usage.UNKNOWN);
  }
}
