package dev.errand.worker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotsTest {

  private final Slots slots = new Slots(2);
  private final AtomicInteger wakes = new AtomicInteger();

  @Test
  void aCallHoldsASlotUntilItEnds() {
    begin(2);
    assertEquals(0, slots.free());

    slots.callEnded();

    assertEquals(1, slots.free());
    assertEquals(1, slots.calls());
  }

  @Test
  void jobsThatAreBeingRecordedAndCallsAreTwiceTheSlotsAtMost() {
    begin(2);
    slots.callEnded();
    slots.callEnded();
    assertEquals(2, slots.free());
    begin(2);
    slots.callEnded();
    slots.callEnded();
    assertEquals(0, slots.free());

    slots.jobEnded();

    assertEquals(1, slots.free());
  }

  @Test
  void reportsOnlySlotsThatMayBeAwaited() {
    slots.onFree(wakes::incrementAndGet);
    begin(1);
    slots.callEnded();
    slots.jobEnded();
    assertEquals(0, wakes.get());

    begin(2);
    slots.callEnded();
    assertEquals(1, wakes.get());
    slots.callEnded();
    begin(2);
    slots.callEnded();
    slots.callEnded();
    assertEquals(2, wakes.get());
    slots.jobEnded();
    assertEquals(3, wakes.get());
  }

  private void begin(int jobs) {
    for (int i = 0; i < jobs; i++) {
      slots.begin();
    }
  }
}
