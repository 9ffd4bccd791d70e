package dev.errand.api.wait;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final UUID id = UUID.randomUUID();
  private final WaitingRoom<UUID> room = new WaitingRoom<>(2);

  @Test
  void allThatWaitForAJobAreDismissedTogether() {
    CompletableFuture<Void> first = room.enter(id, LONG, () -> {});
    CompletableFuture<Void> second = room.enter(id, LONG, () -> {});
    room.dismiss(UUID.randomUUID());
    assertFalse(first.isDone());
    room.dismiss(id);
    assertTrue(first.isDone() && second.isDone());
    assertEquals(0, room.size());
    assertEquals(List.of(), room.awaited());
  }

  @Test
  void aWaitEndsWithItsTime() throws Exception {
    room.enter(id, Duration.ofMillis(10), () -> {}).get(10, TimeUnit.SECONDS);
    // A waiting thread may see the end before the room does.
    await().until(() -> room.size() == 0);
  }

  @Test
  void whoFindsTheRoomFullDoesNotWait() {
    room.enter(id, LONG, () -> {});
    room.enter(UUID.randomUUID(), LONG, () -> {});
    assertTrue(room.enter(id, LONG, () -> {}).isDone());
    assertEquals(2, room.size());
  }

  @Test
  void aCallerThatGivesUpLeavesItsPlace() {
    CompletableFuture<Void> wait = room.enter(id, LONG, () -> {});
    assertEquals(1, room.size());
    wait.cancel(false);
    assertEquals(0, room.size());
    assertEquals(List.of(), room.awaited());
  }

  @Test
  void aDismissalRightAfterEnteringIsNotMissed() {
    assertTrue(room.enter(id, LONG, () -> room.dismiss(id)).isDone());
    assertEquals(0, room.size());
  }

  @Test
  void closingDismissesAllAndAdmitsNoMore() {
    CompletableFuture<Void> first = room.enter(id, LONG, () -> {});
    CompletableFuture<Void> second = room.enter(UUID.randomUUID(), LONG, () -> {});
    room.close();
    assertTrue(first.isDone() && second.isDone());
    assertTrue(room.enter(id, LONG, () -> {}).isDone());
  }
}
