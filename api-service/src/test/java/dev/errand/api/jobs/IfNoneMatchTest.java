package dev.errand.api.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IfNoneMatchTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "W/\"1.1.running\" | true",
        "\"1.1.running\" | true",
        "\"x\", W/\"1.1.running\" | true",
        "\"x\",\"y\" | false",
        "* | true",
        "1.1.running | false",
        "\"1.1.running | false",
      })
  void tagsAreComparedWeakly(String header, boolean has) {
    assertEquals(has, IfNoneMatch.of(List.of(header)).has("1.1.running"));
  }

  @Test
  void severalHeadersAreReadAsOne() {
    IfNoneMatch known = IfNoneMatch.of(List.of("\"a\"", "\"b\""));
    assertEquals(true, known.has("a") && known.has("b"));
  }

  @Test
  void withoutTagsNothingIsKnown() {
    assertFalse(IfNoneMatch.of(List.of()).isPresent());
    assertFalse(IfNoneMatch.of(List.of("nonsense")).isPresent());
  }
}
