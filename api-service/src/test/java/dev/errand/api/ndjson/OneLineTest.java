package dev.errand.api.ndjson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class OneLineTest {

  @Test
  void lineBreaksBecomeSpacesAndTheOriginalStays() {
    byte[] json = "{\r\n \"a\": \"x\\n\"\n}".getBytes(UTF_8);

    assertEquals("{   \"a\": \"x\\n\" }", new String(OneLine.of(json), UTF_8));
    assertEquals('\r', json[1]);
  }

  @Test
  void whatIsOneLineIsNotCopied() {
    byte[] json = "{\"a\": 1}".getBytes(UTF_8);

    assertSame(json, OneLine.of(json));
  }
}
