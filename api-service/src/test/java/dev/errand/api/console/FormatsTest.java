package dev.errand.api.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.console.page.Formats;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0.00",
        "0.000 | 0.00",
        "0.0000001 | < 0.000001",
        "0.0000005 | 0.000001",
        "0.000445 | 0.000445",
        "0.5 | 0.50",
        "0.1234567 | 0.123457",
        "0.9999999 | 1.00",
        "1 | 1.00",
        "1234567.895 | 1,234,567.90"
      })
  void moneyHasAsManyDecimalsAsItNeeds(BigDecimal amount, String text) {
    assertEquals(text, Formats.money(amount));
  }
}
