package dev.errand.worker.flow;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
  private final Random random = new Random(1);

  @ParameterizedTest
  @CsvSource({"0, 1", "3, 8", "9, 300", "1000, 300"})
  void itDoublesUpToTheCapAndIsSpreadOverItsRange(int doublings, long seconds) {
    long most = seconds * 1000;

    assertRange(0, most, _ -> backoff.spread(doublings, random));
    assertRange(most / 2, most, _ -> backoff.upperHalf(doublings, random));
  }

  private static void assertRange(long least, long most, IntFunction<Duration> times) {
    LongSummaryStatistics range =
        IntStream.range(0, 1000).mapToLong(i -> times.apply(i).toMillis()).summaryStatistics();
    long slack = most / 50;
    assertTrue(range.getMin() >= least && range.getMin() <= least + slack, range::toString);
    assertTrue(range.getMax() <= most && range.getMax() >= most - slack, range::toString);
  }
}
