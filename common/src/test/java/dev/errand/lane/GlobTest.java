package dev.errand.lane;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "gpt-5, gpt-5, true",
    "gpt-5, gpt-5-mini, false",
    "gpt-5, xgpt-5, false",
    "gpt-*, gpt-, true",
    "gpt-*, gpt-5-mini, true",
    "gpt-*, GPT-5, false",
    "*, '', true",
    "*, anything, true",
    "'', '', true",
    "'', a, false",
    "?, '', false",
    "o?-mini, o4-mini, true",
    "o?-mini, o10-mini, false",
    "?, 🦙, true",
    "a*b*c, abbcbc, true",
    "a*b*c, abbcb, false",
    "*a*, bbb, false",
    "a**, a, true",
    "gpt-4.1, gpt-4x1, false",
    "[a-z]+, b, false"
  })
  void aGlobMatchesTheWholeName(String glob, String name, boolean expected) {
    assertEquals(expected, new Glob(glob).matches(name));
  }

  @Test
  void noGlobTakesLong() {
    Glob glob = new Glob("*a".repeat(2_000) + "b");

    assertFalse(
        assertTimeoutPreemptively(ofSeconds(5), () -> glob.matches("a".repeat(4_000) + "c")));
  }
}
