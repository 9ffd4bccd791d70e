package dev.errand.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpOrderTest {

  /** The order of two filters with the same priority is undefined. */
  @Test
  void noTwoFiltersShareAPlaceAndTheyAreListedInTheirOrder() {
    List<Integer> priorities =
        Arrays.stream(HttpOrder.Filter.values()).map(HttpOrder.Filter::priority).toList();
    assertEquals(
        priorities.stream().distinct().sorted(Comparator.reverseOrder()).toList(), priorities);
  }
}
