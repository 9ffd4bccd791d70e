package dev.errand.api.console.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often there is a look. */
class ChangesTest {

  private static final int MINUTE = 60;

  @ParameterizedTest
  @CsvSource({"0, 60", "1, 60", "40, 60", "41, 30", "80, 30", "81, 20", "100, 20", "2400, 1"})
  void manyViewersAreToldOfFewerChanges(int viewers, int looks) {
    assertEquals(looks, looks(viewers));
  }

  @Test
  void noNumberOfViewersRenewsMoreThanThat() {
    for (int viewers = 1; viewers <= 2_400; viewers++) {
      // The first second is always a look.
      assertTrue((looks(viewers) - 1) * viewers <= MINUTE * 40, viewers + " viewers");
    }
  }

  private static long looks(int viewers) {
    return LongStream.range(0, MINUTE).filter(it -> Changes.isDue(it, viewers, 40)).count();
  }
}
