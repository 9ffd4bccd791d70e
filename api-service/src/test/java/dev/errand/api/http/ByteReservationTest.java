package dev.errand.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.errand.api.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class ByteReservationTest {

  private final Semaphore window = new Semaphore(100);

  @Test
  void aBodyReservesEachByteUntilItIsReleased() throws IOException {
    try (ByteReservation reservation = new ByteReservation(window)) {
      assertEquals(60, reservation.charging(body(60)).readNBytes(1000).length);
      assertEquals(40, window.availablePermits());
    }
    assertEquals(100, window.availablePermits());
  }

  @Test
  void aBodyThatExceedsTheBudgetIsRejectedAndReleasesItsBytes() throws IOException {
    try (ByteReservation first = new ByteReservation(window)) {
      first.charging(body(60)).readNBytes(1000);
      try (ByteReservation second = new ByteReservation(window)) {
        InputStream body = second.charging(body(50));
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
