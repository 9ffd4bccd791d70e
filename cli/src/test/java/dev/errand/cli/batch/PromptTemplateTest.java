package dev.errand.cli.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.cli.settings.WrongUsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTemplateTest {

  private static final List<String> HEADER = List.of("a", "the question");

  @Test
  void columnsAreReplacedAndDoubledBracesAreBraces() {
    PromptTemplate template = PromptTemplate.of("{a}{{x}} {the question}{a}$1\\", HEADER);

    assertEquals("$2{x} {a}?$2$1\\", template.fill(name -> name.equals("a") ? "$2" : "{a}?"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "x}", "{a", "{{a}", "{\"json\": {a}}"})
  void aSingleBraceIsAnError(String text) {
    WrongUsageException wrong =
        assertThrows(WrongUsageException.class, () -> PromptTemplate.of(text, HEADER));

    assertTrue(wrong.getMessage().contains("for a brace"), wrong.getMessage());
  }
}
