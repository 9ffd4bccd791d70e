package dev.errand.store;

import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The buckets in which times are counted. Their numbers are stored, so they never change: the first
 * one ends at 10 ms, each ends √2 times later than the one before, and the last one, from 47 hours,
 * has no end.
 */
public final class TimeBuckets {

  /** How many there are. They are numbered from 0. */
  public static final int COUNT = 50;

  private static final double FIRST = 0.01;

  private static final String ENDS =
      IntStream.range(0, COUNT - 1)
          .mapToObj(number -> String.valueOf(end(number)))
          .collect(Collectors.joining(",", "'{", "}'::float8[]"));

  private TimeBuckets() {}

  /** The SQL of the number of an interval's bucket. A clock that was set back counts as no time. */
  static String number(String interval) {
    return "width_bucket(date_part('epoch', %s), %s)::int2".formatted(interval, ENDS);
  }

  /** The SQL of the counts of all buckets, given an array of numbers of buckets. */
  public static String counts(String numbers) {
    return "(select %s from unnest(%s) number)"
        .formatted(
            array(number -> "count(*) filter (where number = %d)".formatted(number)) + "::int4[]",
            numbers);
  }

  /** The SQL of the sums of a group's counts. */
  public static String sums(String counts) {
    return array(number -> "sum(%s[%d])".formatted(counts, number + 1)) + "::int8[]";
  }

  /** The SQL of the sums of two arrays of counts. */
  public static String plus(String counts, String others) {
    return array(number -> "%s[%3$d] + %s[%3$d]".formatted(counts, others, number + 1));
  }

  private static String array(IntFunction<String> count) {
    return IntStream.range(0, COUNT)
        .mapToObj(count)
        .collect(Collectors.joining(", ", "array[", "]"));
  }

  /**
   * The seconds below which this part of the times is, as far as the buckets tell: within one,
   * times are taken to be spread evenly on a logarithmic scale. Empty if there are none.
   *
   * @param part such as 0.95
   */
  public static OptionalDouble quantile(long[] counts, double part) {
    double wanted = part * LongStream.of(counts).sum();
    double before = 0;
    for (int number = 0; number < counts.length; number++) {
      if (counts[number] > 0 && before + counts[number] >= wanted) {
        return OptionalDouble.of(within(number, (wanted - before) / counts[number]));
      }
      before += counts[number];
    }
    return OptionalDouble.empty();
  }

  private static double within(int number, double part) {
    if (number == 0) {
      return FIRST * part;
    }
    return number == COUNT - 1 ? end(number - 1) : end(number - 1) * Math.pow(2, part / 2);
  }

  private static double end(int number) {
    return FIRST * Math.pow(2, number / 2.0);
  }
}
