package dev.errand.worker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  private final ByteBudget memory = new ByteBudget(100);
  private final List<String> wentOn = new ArrayList<>();

  @Test
  void aStatementCarriesAPartOfTheBudgetAndNeverMuch() {
    assertEquals(25, memory.inAStatement());
    assertEquals(16 << 20, new ByteBudget(1L << 30).inAStatement());
  }

  @Test
  void requestsCountUntilTheyAreSentAndAnswersUntilTheJobIsOut() {
    ByteBudget.Reservation reservation = memory.reserve(60);
    assertEquals(40, memory.free());

    reservation.requestGone();
    assertEquals(100, memory.free());
    assertTrue(answer(reservation, 30, "a"));
    assertTrue(answer(reservation, 20, "a"));
    assertEquals(50, memory.held());

    reservation.close();
    assertEquals(0, memory.held());
  }

  @Test
  void nothingIsCountedTwiceOrAfterTheEnd() {
    ByteBudget.Reservation reservation = memory.reserve(60);
    reservation.requestGone();
    reservation.requestGone();
    reservation.close();
    reservation.close();
    assertTrue(answer(reservation, 10, "late"));

    assertEquals(0, memory.held());
  }

  @Test
  void beyondTheLimitOneAnswerContinuesAndTheOthersWait() {
    ByteBudget.Reservation first = memory.reserve(0);
    ByteBudget.Reservation second = memory.reserve(0);
    ByteBudget.Reservation third = memory.reserve(0);
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
  void whenThatAnswerIsReleasedTheNextOneContinuesEvenWithoutRoom() {
    memory.reserve(200);
    ByteBudget.Reservation first = memory.reserve(0);
    ByteBudget.Reservation second = memory.reserve(0);
    assertTrue(answer(first, 10, "first"));
    assertFalse(answer(second, 10, "second"));

    first.close();

    assertEquals(List.of("second"), wentOn);
    assertTrue(answer(second, 1000, "second"));
  }

  @Test
  void aCallerThatGivesUpDoesNotWait() {
    ByteBudget.Reservation first = memory.reserve(0);
    ByteBudget.Reservation second = memory.reserve(0);
    answer(first, 200, "first");
    answer(second, 10, "second");

    second.answerGone();
    first.close();

    assertEquals(List.of(), wentOn);
    assertEquals(0, memory.held());
  }

  @Test
  void nothingIsFreeWhileAnswersWaitAndTheListenerIsCalledAfterwards() {
    memory.onFree(() -> wentOn.add("free"));
    ByteBudget.Reservation request = memory.reserve(100);
    assertEquals(0, memory.free());
    request.requestGone();
    assertEquals(List.of("free"), wentOn);

    ByteBudget.Reservation first = memory.reserve(0);
    ByteBudget.Reservation second = memory.reserve(0);
    answer(first, 150, "first");
    answer(second, 10, "second");
    assertEquals(0, memory.free());
    first.close();

    assertEquals(List.of("free", "second", "free"), wentOn);
    second.close();
    assertEquals(List.of("free", "second", "free"), wentOn);
  }

  private boolean answer(ByteBudget.Reservation reservation, long bytes, String name) {
    return reservation.answer(bytes, () -> wentOn.add(name));
  }
}
