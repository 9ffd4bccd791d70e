package dev.errand.worker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {

  private final Memory memory = new Memory(100);
  private final List<String> wentOn = new ArrayList<>();

  @Test
  void requestsCountUntilTheyAreSentAndAnswersUntilTheJobIsOut() {
    Memory.Share share = memory.share(60);
    assertEquals(40, memory.free());

    share.requestGone();
    assertEquals(100, memory.free());
    assertTrue(answer(share, 30, "a"));
    assertTrue(answer(share, 20, "a"));
    assertEquals(50, memory.held());

    share.close();
    assertEquals(0, memory.held());
  }

  @Test
  void nothingIsCountedTwiceOrAfterTheEnd() {
    Memory.Share share = memory.share(60);
    share.requestGone();
    share.requestGone();
    share.close();
    share.close();
    assertTrue(answer(share, 10, "late"));

    assertEquals(0, memory.held());
  }

  @Test
  void beyondTheLimitOneAnswerGoesOnAndTheOthersWaitTheirTurn() {
    Memory.Share first = memory.share(0);
    Memory.Share second = memory.share(0);
    Memory.Share third = memory.share(0);
    assertTrue(answer(first, 110, "first"));
    assertFalse(answer(second, 110, "second"));
    assertFalse(answer(third, 10, "third"));
    assertTrue(answer(first, 1000, "first"));

    first.close();

    assertEquals(List.of("second"), wentOn);
    assertTrue(answer(second, 1000, "second"));
    second.close();
    assertEquals(List.of("second", "third"), wentOn);
  }

  @Test
  void whereTheOneIsOutOfHandButNoRoomIsThereTheNextOneGoesOn() {
    memory.share(200);
    Memory.Share first = memory.share(0);
    Memory.Share second = memory.share(0);
    assertTrue(answer(first, 10, "first"));
    assertFalse(answer(second, 10, "second"));

    first.close();

    assertEquals(List.of("second"), wentOn);
    assertTrue(answer(second, 1000, "second"));
  }

  @Test
  void whoGivesUpDoesNotWait() {
    Memory.Share first = memory.share(0);
    Memory.Share second = memory.share(0);
    answer(first, 200, "first");
    answer(second, 10, "second");

    second.answerGone();
    first.close();

    assertEquals(List.of(), wentOn);
    assertEquals(0, memory.held());
  }

  @Test
  void nothingIsFreeWhileAnswersWaitAndItIsToldWhenThatIsOver() {
    memory.onFree(() -> wentOn.add("free"));
    Memory.Share request = memory.share(100);
    assertEquals(0, memory.free());
    request.requestGone();
    assertEquals(List.of("free"), wentOn);

    Memory.Share first = memory.share(0);
    Memory.Share second = memory.share(0);
    answer(first, 150, "first");
    answer(second, 10, "second");
    assertEquals(0, memory.free());
    first.close();

    assertEquals(List.of("free", "second", "free"), wentOn);
    second.close();
    assertEquals(List.of("free", "second", "free"), wentOn);
  }

  private boolean answer(Memory.Share share, long bytes, String name) {
    return share.answer(bytes, () -> wentOn.add(name));
  }
}
