package dev.errand.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.errand.api.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class RoomTest {

  private final Semaphore window = new Semaphore(100);

  @Test
  void aBodyTakesRoomForEachByteUntilItIsGivenBack() throws IOException {
    try (Room room = new Room(window)) {
      assertEquals(60, room.taking(body(60)).readNBytes(1000).length);
      assertEquals(40, window.availablePermits());
    }
    assertEquals(100, window.availablePermits());
  }

  @Test
  void aBodyForWhichThereIsNoRoomIsRefusedAndGivesBackWhatItTook() throws IOException {
    try (Room first = new Room(window)) {
      first.taking(body(60)).readNBytes(1000);
      try (Room second = new Room(window)) {
        InputStream body = second.taking(body(50));
        assertEquals(30, body.readNBytes(30).length);
        ProblemException refused =
            assertThrows(ProblemException.class, () -> body.readNBytes(1000));
        assertEquals(503, refused.problem().status());
      }
      assertEquals(40, window.availablePermits());
    }
  }

  private static InputStream body(int bytes) {
    return new ByteArrayInputStream(new byte[bytes]);
  }
}
