package dev.errand.api.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.console.page.Area;
import java.util.List;
import org.junit.jupiter.api.Test;

class AreaTest {

  @Test
  void eachValueIsAStep() {
    Area area = Area.of("gpt", "Queued jobs", List.of(0L, 50L, 200L, 0L), true);

    assertEquals("M0 100V100H250V75H500V0H750V100H1000V100Z", area.path());
    assertEquals("Queued jobs; at most 200", area.label());
    assertEquals("gpt", area.name());
    assertEquals("x; at most 200+", Area.of("gpt", "x", List.of(200L), false).label());
  }

  @Test
  void whatIsThereIsSeenHoweverLittleItIs() {
    assertEquals(
        "M0 100V99H500V0H1000V100Z", Area.of("l", "x", List.of(1L, 1_000_000L), true).path());
    assertEquals("M0 100V100H1000V100Z", Area.of("l", "x", List.of(0L), true).path());
  }
}
