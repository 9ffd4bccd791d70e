package dev.errand.api.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.Violation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantSettingsTest {

  private static final Duration RETENTION = Duration.ofDays(30);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "calls_running | 0 | must be an integer from 1 to 1000000000, not 0",
        "calls_running | 1.5 | must be an integer from 1 to 1000000000, not 1.5",
        "calls_running | \"3\" | must be an integer from 1 to 1000000000, not a string",
        "retention_seconds | 59 | must be an integer from 60 to 2592000, not 59",
        "retention_seconds | 2592001 | must be an integer from 60 to 2592000, not 2592001",
        "tokens_per_day | 0 | must be an integer from 1 to 1000000000000000, not 0",
        "tokens_per_day | -1 | must be an integer from 1 to 1000000000000000, not -1",
        "tokens_per_month | 1000000000000001"
            + " | must be an integer from 1 to 1000000000000000, not 1000000000000001",
        "tokens_per_month | 1e3 | must be an integer from 1 to 1000000000000000, not 1E+3",
        "tokens_per_month | true | must be an integer from 1 to 1000000000000000, not a boolean",
      })
  void aNumberOutsideItsRangeIsRejected(String field, String value, String message) {
    assertEquals(List.of(new Violation(field, message)), violations(field, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0.00",
        "-1",
        "0.001",
        "1.005",
        "1e-999999999",
        "1000000000000",
        "1e999999999",
        "\"5\"",
        "[5]",
        "false"
      })
  void anAmountThatIsNotPositiveInWholeCentsOrTooLargeIsRejected(String value) {
    for (String field : List.of("usd_per_day", "usd_per_month")) {
      Violation violation = violations(field, value).getFirst();

      assertEquals(field, violation.field());
      assertEquals(
          "must be a number from 0.01 to 999999999999.99 with at most 2 decimals, not ",
          violation.message().replaceAll("not .*", "not "));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.01, 0.01",
    "5, 5.00",
    "1.500, 1.50",
    "1e2, 100.00",
    "999999999999.99, 999999999999.99"
  })
  void anAmountIsKeptInCents(String given, String kept) {
    assertEquals(new BigDecimal(kept), changed("usd_per_day", given).usdPerDay);
  }

  @Test
  void theLargestValuesAreKept() {
    assertEquals(2_592_000, changed("retention_seconds", "2592000").retentionSeconds);
    assertEquals(1_000_000_000, changed("calls_running", "1000000000").running);
    assertEquals(
        1_000_000_000_000_000L, changed("tokens_per_day", "1000000000000000").tokensPerDay);
  }

  @Test
  void nullRemovesALimitAndLeavesTheOthers() {
    Tenant tenant = changed("calls_running", "3");
    tenant.tokensPerDay = 7L;

    change("{\"calls_running\": null}", tenant);

    assertNull(tenant.running);
    assertEquals(7L, tenant.tokensPerDay);
  }

  @Test
  void aServiceThatKeepsJobsForAMinuteAllowsAMinute() {
    Tenant tenant = new Tenant();

    TenantSettings.change(
        "{\"retention_seconds\": 60}".getBytes(UTF_8),
        Instant.EPOCH,
        Duration.ofMinutes(1),
        tenant);

    assertEquals(60, tenant.retentionSeconds);
  }

  private static List<Violation> violations(String field, String value) {
    return assertThrows(ProblemException.class, () -> changed(field, value)).problem().violations();
  }

  private static Tenant changed(String field, String value) {
    Tenant tenant = new Tenant();
    change("{\"%s\": %s}".formatted(field, value), tenant);
    return tenant;
  }

  private static void change(String body, Tenant tenant) {
    TenantSettings.change(body.getBytes(UTF_8), Instant.EPOCH, RETENTION, tenant);
  }
}
