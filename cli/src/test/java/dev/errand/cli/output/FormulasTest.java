package dev.errand.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulasTest {

  @ParameterizedTest
  @ValueSource(strings = {"=HYPERLINK(A1)", "- first", "+1-800", "@SUM(A1)", "\t=A1", "=1\n2"})
  void aFormulaIsText(String text) {
    assertEquals("'" + text, Formulas.defused(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-5", "+3.25e-7", "1 = 1", "Paris.", "a@b"})
  void anythingElseStaysAsItIs(String text) {
    assertEquals(text, Formulas.defused(text));
  }
}
