package dev.errand.store.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DepthFilterTest {

  @ParameterizedTest
  @CsvSource({
    "2026-01-05T09:30:20Z, 2026-01-05T10:00:00Z, PT1M, 2026-01-05T09:30:00Z",
    "2026-01-05T05:00:00Z, 2026-01-05T10:00:00Z, PT1M, 2026-01-05T05:00:00Z",
    "2026-01-05T04:59:59Z, 2026-01-05T10:00:00Z, PT5M, 2026-01-05T04:55:00Z",
    "2026-01-05T04:00:00Z, 2026-01-05T10:02:00Z, PT5M, 2026-01-05T04:00:00Z",
    "2026-01-04T10:00:00Z, 2026-01-05T10:00:00Z, PT5M, 2026-01-04T10:00:00Z",
    "2026-01-04T08:59:00Z, 2026-01-05T10:00:00Z, PT1H, 2026-01-04T08:00:00Z",
    "2026-01-01T00:00:00Z, 2026-01-05T10:00:00Z, PT1H, 2026-01-01T00:00:00Z",
    "2020-01-01T00:00:00Z, 2026-01-20T12:00:00Z, PT1H, 2026-01-08T00:00:00Z",
    "2020-01-01T00:00:00Z, 2026-01-20T11:59:59Z, PT1H, 2026-01-08T00:00:00Z",
    "2026-01-05T10:00:00Z, 2026-01-05T09:00:00Z, PT1M, 2026-01-05T10:00:00Z"
  })
  void theStepIsTheShortestThatLeadsToAFewHundredPoints(
      Instant from, Instant to, Duration step, Instant first) {
    DepthFilter filter = DepthFilter.of(Optional.empty(), Optional.empty(), from, to);

    assertEquals(step, filter.step());
    assertEquals(first, filter.from());
    assertEquals(to, filter.to());
  }
}
