package dev.errand.api.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.console.page.Bars.Kind;
import dev.errand.api.console.page.Bars.Part;
import dev.errand.api.console.page.Lines;
import dev.errand.api.console.page.Lines.Dots;
import dev.errand.api.console.page.Lines.Segment;
import dev.errand.api.console.page.Lines.Slot;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LinesTest {

  private static final List<Kind> KINDS = List.of(new Kind("p50", "a"), new Kind("p95", "b"));

  private static Lines lines(Slot... slots) {
    return Lines.of("Waiting time", KINDS, List.of(slots));
  }

  private static Slot slot(String time, double median, double p95) {
    return new Slot(time, List.of(OptionalDouble.of(median), OptionalDouble.of(p95)));
  }

  private static Slot nothing(String time) {
    return new Slot(time, List.of(OptionalDouble.empty(), OptionalDouble.empty()));
  }

  @Test
  void eachKindIsALineWithADotAtEachTime() {
    Lines lines = lines(slot("1:00", 0, 30), slot("2:00", 15, 60));

    assertEquals(
        List.of(new Segment("a", "250,98 750,74"), new Segment("b", "250,50 750,2")),
        lines.segments());
    assertEquals(
        new Dots(
            "2:00: p50 15.0 s, p95 1 m 0 s",
            List.of(new Part("a", 746, 72, 8, 4), new Part("b", 746, 0, 8, 4))),
        lines.dots().getLast());
    assertEquals("Waiting time, from 1:00 to 2:00; at most 1 m 0 s", lines.label());
  }

  @Test
  void aLineIsBrokenWhereThereIsNoValue() {
    Lines lines =
        lines(
            slot("1:00", 1, 2),
            slot("2:00", 1, 2),
            nothing("3:00"),
            slot("4:00", 1, 2),
            nothing("5:00"),
            slot("6:00", 1, 2),
            slot("7:00", 1, 2));

    assertEquals(4, lines.segments().size());
    assertEquals("71,50 214,50", lines.segments().getFirst().points());
    assertEquals(5, lines.dots().size());
    assertEquals("4:00: p50 1.0 s, p95 2.0 s", lines.dots().get(2).title());
  }

  @Test
  void nothingIsNoLine() {
    Lines lines = lines(nothing("1:00"));

    assertEquals(List.of(), lines.segments());
    assertEquals(List.of(), lines.dots());
    assertEquals("0 ms", lines.top());
  }

  @Test
  void noTimeIsOnTheGround() {
    assertEquals(
        "250,98 750,98",
        lines(slot("1:00", 0, 0), slot("2:00", 0, 0)).segments().getFirst().points());
  }
}
