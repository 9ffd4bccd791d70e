package dev.errand.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {

  @Test
  void theMedianIsTheMiddleOne() {
    assertEquals(3, new Runs(List.of(9.0, 1.0, 3.0)).median());
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertEquals(2.5, new Runs(List.of(4.0, 1.0, 2.0, 3.0)).median());
  }

  @Test
  void theLastPercentileIsTheMost() {
    Runs runs = new Runs(List.of(4.0, 1.0, 2.0));
    assertEquals(4, runs.percentile(100));
    assertEquals(1, runs.percentile(0));
  }

  @Test
  void reportsTheMedianWithTheRange() {
    assertEquals("2.0 (1.0 to 4.0)", new Runs(List.of(4.0, 1.0, 2.0)).text("%.1f"));
  }

  @Test
  void noRunsHaveNoMedian() {
    assertThrows(IllegalArgumentException.class, () -> new Runs(List.of()));
  }
}
