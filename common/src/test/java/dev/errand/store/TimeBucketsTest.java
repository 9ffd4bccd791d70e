package dev.errand.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.StoreFixture;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeBucketsTest {

  private static final StoreFixture STORE = new StoreFixture();

  @Test
  void anIntervalIsInTheBucketThatEndsBehindIt() {
    assertEquals(
        List.of("0", "0", "0", "1", "2", "13", "49"),
        numbers(-5, 0, 0.009, 0.01, 0.0142, 0.9, 9e9));
  }

  @Test
  void thereIsNoQuantileOfNothing() {
    assertEquals(OptionalDouble.empty(), TimeBuckets.quantile(new long[TimeBuckets.COUNT], 0.5));
  }

  /** The last bucket has no end. */
  @Test
  void aQuantileIsNeverBeyondTheLastEnd() {
    long[] counts = new long[TimeBuckets.COUNT];
    counts[TimeBuckets.COUNT - 1] = 3;

    assertEquals(167_772.16, TimeBuckets.quantile(counts, 0.95).orElseThrow(), 0.01);
  }

  /** Spread over seven powers of ten, as Postgres counts them. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.5, 0.95, 0.99})
  void aQuantileIsNearThatOfTheTimesThemselves(double part) {
    Random random = new Random(7);
    double[] seconds = random.doubles(5_000).map(x -> Math.pow(10, 5 * x - 1)).sorted().toArray();

    double found = TimeBuckets.quantile(counts(seconds), part).orElseThrow();

    double exact = seconds[(int) (part * seconds.length)];
    assertTrue(Math.abs(Math.log(found / exact)) < Math.log(1.1), found + " for " + exact);
  }

  /** Every job took the same time, so that the whole of a bucket is at one place of it. */
  @ParameterizedTest
  @ValueSource(doubles = {0.0101, 0.7, 30, 3600, 100_000})
  void aQuantileIsNeverFurtherThanABucketAway(double seconds) {
    double found = TimeBuckets.quantile(counts(seconds), 0.5).orElseThrow();

    assertTrue(Math.abs(Math.log(found / seconds)) < Math.log(Math.sqrt(2)), found + "");
  }

  private static long[] counts(double... seconds) {
    String list = String.join(",", numbers(seconds));
    String sql = TimeBuckets.counts("'{%s}'::int2[]".formatted(list));
    String counts = STORE.query("select " + sql).getFirst().getFirst();
    return Stream.of(counts.substring(1, counts.length() - 1).split(","))
        .mapToLong(Long::parseLong)
        .toArray();
  }

  private static List<String> numbers(double... seconds) {
    String sql =
        "select %s from unnest('{%s}'::float8[]) with ordinality as t (seconds, place) order by place"
            .formatted(
                TimeBuckets.number("(t.seconds * interval '1 s')"),
                String.join(",", Arrays.stream(seconds).mapToObj(String::valueOf).toList()));
    return STORE.query(sql).stream().map(List::getFirst).toList();
  }
}
