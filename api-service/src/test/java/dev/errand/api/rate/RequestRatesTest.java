package dev.errand.api.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.tenant.Access;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Limits;
import dev.errand.tenant.Limits.Amounts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestRatesTest {

  /** Close to the overflow, which a clock without a meaning of its own may reach. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 500_000_000);

  private final RequestRates rates = new RequestRates(nanos::get);

  @Test
  void aCallerWithoutLimitsIsNotRecorded() {
    assertSame(Verdict.UNLIMITED, rates.take(Caller.open()));
    assertEquals(0, rates.size());
  }

  @Test
  void asManyAsInOneSecondMayComeAtOnceAndThenOneAfterAnother() {
    Caller caller = caller("k", 5, 0);

    assertEquals(5, allowed(caller, 7));
    advance(Duration.ofMillis(199));
    assertEquals(0, allowed(caller, 1));
    advance(Duration.ofMillis(2));
    assertEquals(1, allowed(caller, 2));
    advance(Duration.ofSeconds(10));
    assertEquals(5, allowed(caller, 7));
  }

  @Test
  void inTheLongRunTheRateIsKept() {
    Caller caller = caller("k", 3, 0);
    long allowed = 0;
    for (int i = 0; i < 10_000; i++) {
      advance(Duration.ofMillis(10));
      allowed += allowed(caller, 1);
    }
    assertTrue(allowed >= 300 && allowed <= 303, "%d in 100 s".formatted(allowed));
  }

  @Test
  void keyAndTenantMustBothAllowIt() {
    assertEquals(3, allowed(caller("one", 3, 4), 5));
    assertEquals(1, allowed(caller("two", 3, 4), 5));
  }

  @Test
  void whatTheTenantRejectsCostsTheKeyNothing() {
    Caller one = caller("one", 2, 3);
    assertEquals(2, allowed(one, 2));
    assertEquals(1, allowed(caller("two", 2, 3), 5));
    advance(Duration.ofMillis(334));

    Verdict verdict = rates.take(caller("two", 2, 3));

    assertTrue(verdict.isAllowed());
    assertEquals(List.of(new Quota("key", 2, 0), new Quota("tenant", 3, 0)), verdict.quotas());
  }

  @Test
  void theVerdictShowsWhatIsLeft() {
    Caller caller = caller("k", 2, 10);

    assertEquals(
        List.of(new Quota("key", 2, 1), new Quota("tenant", 10, 9)), rates.take(caller).quotas());
    rates.take(caller);
    Verdict denied = rates.take(caller);

    assertFalse(denied.isAllowed());
    assertEquals(List.of(new Quota("key", 2, 0), new Quota("tenant", 10, 8)), denied.quotas());
    assertEquals(429, denied.problem().status());
    assertEquals(Duration.ofSeconds(1), denied.problem().retryAfter());
    assertTrue(denied.problem().detail().contains("key (2 per second)"));
  }

  @Test
  void aChangedLimitHoldsForTheNextRequest() {
    assertEquals(2, allowed(caller("k", 2, 0), 3));
    advance(Duration.ofMillis(100));
    assertEquals(10, allowed(caller("k", 100, 0), 20));
    advance(Duration.ofSeconds(1));
    assertEquals(1, allowed(caller("k", 1, 0), 3));
  }

  @Test
  void fullBucketsAreForgotten() {
    IntStream.range(0, 1_000).forEach(i -> rates.take(caller("k" + i, 5, 0)));
    assertEquals(1_000, rates.size());

    advance(Duration.ofSeconds(11));
    rates.take(caller("k", 5, 0));

    assertEquals(1, rates.size());
  }

  private long allowed(Caller caller, int requests) {
    return IntStream.range(0, requests).filter(_ -> rates.take(caller).isAllowed()).count();
  }

  private void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Caller caller(String key, int ofKey, int ofTenant) {
    return new Caller(
        "acme",
        Access.KEY,
        "key:" + key,
        Optional.of(key),
        Set.of(),
        new Limits(Optional.empty(), OptionalInt.empty(), perSecond(ofKey), perSecond(ofTenant)));
  }

  private static Amounts perSecond(int most) {
    return most == 0 ? Amounts.ANY : new Amounts(OptionalInt.of(most), OptionalInt.empty());
  }
}
