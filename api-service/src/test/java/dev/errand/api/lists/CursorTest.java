package dev.errand.api.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.store.read.Paging.Place;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  @Test
  void aCursorDecodesToItsId() {
    Place place = Place.of(UUID.randomUUID());
    assertEquals(Optional.of(place), Cursor.parse(Cursor.of(place)));
  }

  @Test
  void aCursorByEndDecodesToItsTimeToo() {
    Instant end = Instant.parse("2026-01-05T09:30:00.123456Z");
    Place place = new Place(UUID.randomUUID(), Optional.of(end));
    assertEquals(Optional.of(place), Cursor.parse(Cursor.of(place)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "%%%",
        "019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e",
        "AgAAAAAAAAAAAAAAAAAAAAA",
        "AQAAAAAAAAAAAAAAAAAAAAAA",
        "AQAAAAAAAAAAAAAAAAAAAA",
        "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AgAAAAAAAAAAAAAAAAAAAAD__________w"
      })
  void anInvalidCursorIsRejected(String text) {
    assertEquals(Optional.empty(), Cursor.parse(text));
  }
}
