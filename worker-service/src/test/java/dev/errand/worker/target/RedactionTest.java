package dev.errand.worker.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  private static final String KEY = "sk-proj-0123/456+89\"ab\\c&d=";

  @ParameterizedTest
  @ValueSource(
      strings = {"ollama", "simulator", "sk-local", "none", "EMPTY", "123456789012345", " "})
  void aShortKeyIsAWordAndStaysInTheText(String key) {
    String text = "the simulator at ollama says none, EMPTY; sk-local 123456789012345";

    assertEquals(text, new Redaction(List.of(key)).redact(text));
  }

  @Test
  void aKeyIsRemovedAsAWholeWordAnywhere() {
    Redaction redaction = new Redaction(List.of("sk-0123456789abcdef"));

    assertEquals(
        "[redacted], 'Bearer [redacted]' and key=[redacted].",
        redaction.redact(
            "sk-0123456789abcdef, 'Bearer sk-0123456789abcdef' and key=sk-0123456789abcdef."));
    assertEquals("", redaction.redact(""));
    assertEquals(
        "xsk-0123456789abcdef sk-0123456789abcdef0",
        redaction.redact("xsk-0123456789abcdef sk-0123456789abcdef0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        KEY,
        "sk-proj-0123/456+89\\\"ab\\\\c&d=",
        "sk-proj-0123\\/456+89\\\"ab\\\\c&d=",
        "sk-proj-0123/456+89\\\"ab\\\\c\\u0026d=",
        "sk-proj-0123%2F456%2B89%22ab%5Cc%26d%3D"
      })
  void aKeyIsFoundAsItIsAndEscaped(String form) {
    assertEquals("<[redacted]>", new Redaction(List.of(KEY)).redact("<" + form + ">"));
  }

  @Test
  void allOfSeveralSecretsAreRemoved() {
    Redaction redaction =
        new Redaction(
            List.of("first-key-0123456789", "first-key-0123456789-longer", "dXNlcjpwYXNzd29yZA=="));

    String text = "first-key-0123456789-longer first-key-0123456789 Basic dXNlcjpwYXNzd29yZA==";

    assertEquals("[redacted] [redacted] Basic [redacted]", redaction.redact(text));
    assertFalse(new Redaction(List.of()).redact(text).contains("redacted"));
  }
}
