package dev.errand.api.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

  @Test
  void visibleCharactersMakeAKey() {
    String longest = "~".repeat(255);
    assertEquals(longest, IdempotencyKey.parse(longest).value());
    assertEquals("a/7", IdempotencyKey.parse("a").ofLine(7).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\tb", "é", "a\u0000", "\ud800"})
  void anythingElseMakesNone(String header) {
    assertThrows(RejectedException.class, () -> IdempotencyKey.parse(header));
  }

  @Test
  void aKeyHasAtMost255Characters() {
    assertThrows(RejectedException.class, () -> IdempotencyKey.parse("~".repeat(256)));
  }
}
