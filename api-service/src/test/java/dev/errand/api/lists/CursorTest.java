package dev.errand.api.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  @Test
  void aCursorDecodesToItsId() {
    UUID id = UUID.randomUUID();
    assertEquals(Optional.of(id), Cursor.parse(Cursor.of(id)));
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
        "AQAAAAAAAAAAAAAAAAAAAA"
      })
  void anInvalidCursorIsRejected(String text) {
    assertEquals(Optional.empty(), Cursor.parse(text));
  }
}
