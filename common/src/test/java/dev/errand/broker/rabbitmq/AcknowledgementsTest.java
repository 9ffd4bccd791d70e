package dev.errand.broker.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {

  private static final boolean ALL = true;
  private static final boolean ONE = false;

  private final List<Frame> frames = new ArrayList<>();
  private final Queue<Runnable> writes = new ArrayDeque<>();
  private final Acknowledgements acknowledgements =
      new Acknowledgements((number, all) -> frames.add(new Frame(number, all)));

  private record Frame(long number, boolean andAllBefore) {}

  @Test
  void consecutiveAcknowledgementsAreSentInOneFrame() {
    delivered(1, 2, 3, 4);

    give(1, 2, 3);
    write();

    assertEquals(List.of(new Frame(3, ALL)), frames);
  }

  @Test
  void acknowledgementsBehindAnUnacknowledgedDeliveryAreSentAlone() {
    delivered(1, 2, 3, 4, 5);

    give(5, 1, 4);
    write();

    assertEquals(List.of(new Frame(1, ALL), new Frame(4, ONE), new Frame(5, ONE)), frames);
  }

  @Test
  void aFrameNeverNamesADeliveryThatWasAcknowledgedBefore() {
    delivered(1, 2, 3);
    give(2, 3);
    write();

    give(1);
    write();

    assertEquals(List.of(new Frame(2, ONE), new Frame(3, ONE), new Frame(1, ALL)), frames);
  }

  @Test
  void aSecondAcknowledgementOfADeliveryIsNotSent() {
    delivered(1, 2);
    give(1, 1);
    write();
    give(1);
    write();

    assertEquals(List.of(new Frame(1, ALL)), frames);
  }

  @Test
  void acknowledgementsAfterAWriteAreSentWithTheNext() {
    delivered(1, 2, 3);
    give(1);
    write();
    give(2);
    write();

    assertEquals(List.of(new Frame(1, ALL), new Frame(2, ALL)), frames);
  }

  private void delivered(long... numbers) {
    for (long number : numbers) {
      acknowledgements.delivered(number);
    }
  }

  private void give(long... numbers) {
    for (long number : numbers) {
      acknowledgements.give(number, writes::add);
    }
  }

  private void write() {
    assertEquals(1, writes.size());
    writes.remove().run();
  }
}
