package dev.errand.api.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.console.page.Bars;
import dev.errand.api.console.page.Bars.Kind;
import dev.errand.api.console.page.Bars.Part;
import dev.errand.api.console.page.Bars.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarsTest {

  private static final List<Kind> KINDS = List.of(new Kind("good", "g"), new Kind("bad", "b"));

  private static Bars bars(Slot... slots) {
    return Bars.of("Jobs", KINDS, List.of(slots));
  }

  @Test
  void partsStandOnEachOther() {
    Bars bars = bars(new Slot("1:00", List.of(30L, 10L)), new Slot("2:00", List.of(20L, 0L)));

    assertEquals(
        List.of(new Part("g", 0, 26, 400, 74), new Part("b", 0, 1, 400, 25)),
        bars.bars().getFirst().parts());
    assertEquals(List.of(new Part("g", 500, 51, 400, 49)), bars.bars().getLast().parts());
    assertEquals("1:00: 30 good, 10 bad", bars.bars().getFirst().title());
    assertEquals("Jobs, from 1:00 to 2:00; at most 40", bars.label());
  }

  @Test
  void whatIsThereIsSeenHoweverLittleItIs() {
    Bars bars = bars(new Slot("1:00", List.of(1_000_000L, 1L)), new Slot("2:00", List.of(1L, 0L)));

    assertEquals(2, bars.bars().getFirst().parts().size());
    assertTrue(bars.bars().getFirst().parts().getLast().y() >= 0);
    assertEquals(1, bars.bars().getLast().parts().getFirst().height());
  }

  @Test
  void whatIsNotKnownIsNotNothing() {
    Bars bars = bars(Slot.unknown("1:00"), new Slot("2:00", List.of(0L, 1L)));

    assertEquals("1:00: not recorded", bars.bars().getFirst().title());
    assertEquals(List.of(), bars.bars().getFirst().parts());
    assertEquals("2:00: 0 good, 1 bad", bars.bars().getLast().title());
  }

  @Test
  void nothingIsNoParts() {
    assertEquals(0, bars(new Slot("1:00", List.of(0L, 0L))).bars().getFirst().parts().size());
    assertEquals(1, bars(new Slot("1:00", List.of(0L, 1L))).bars().getFirst().parts().size());
  }
}
