package dev.errand.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Usage;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PricesTest {

  private static final Map<String, String> MINI =
      Map.of(
          "errand.prices.gpt-5-mini.input", "0.25",
          "errand.prices.gpt-5-mini.cached-input", "0.025",
          "errand.prices.gpt-5-mini.output", "2");

  @ParameterizedTest
  @CsvSource({
    "1000000, 0, , 0.25",
    "0, 1000000, , 2",
    "7, 3, , 0.00000775",
    "7, 3, 0, 0.00000775",
    "7, 3, 4, 0.00000685",
    // Whatever a provider reports, nobody pays for more tokens than there are.
    "7, 3, 99, 0.000006175",
    ", 3, , 0.000006",
    ", 3, 5, 0.000006",
    "7, , , 0.00000175",
    "999999999999999, 999999999999999, , 2249999999.99999775"
  })
  void aCallCostsWhatItsTokensDo(Long input, Long output, Long cached, BigDecimal cost) {
    Usage usage = new Usage(input, output, null, cached);

    BigDecimal found = prices(MINI).cost("gpt-5-mini", usage).orElseThrow();

    assertEquals(0, cost.compareTo(found), found::toPlainString);
  }

  @Test
  void withoutReportedTokensTheCostIsUnknown() {
    assertEquals(Optional.empty(), prices(MINI).cost("gpt-5-mini", Usage.UNKNOWN));
    assertEquals(Optional.empty(), prices(MINI).cost("gpt-5-mini", new Usage(null, null, 7L, 7L)));
  }

  @Test
  void withoutAPriceOfItsOwnCachedInputCostsWhatInputDoes() {
    Prices prices =
        prices(Map.of("errand.prices.m.input", "1000000", "errand.prices.m.output", "0"));

    assertEquals("7", cost(prices, "m", new Usage(7L, 5L, null, 3L)));
  }

  @Test
  void theGlobWithTheMostLiteralCharactersWinsAndAName() {
    Prices prices =
        prices(
            Map.of(
                "errand.prices.any.models", "*",
                "errand.prices.any.input", "1",
                "errand.prices.any.output", "0",
                "errand.prices.\"gpt-5*\".input", "2",
                "errand.prices.\"gpt-5*\".output", "0",
                "errand.prices.\"gpt-4.1\".input", "3",
                "errand.prices.\"gpt-4.1\".output", "0",
                "errand.prices.old.models", "gpt-5,gpt-3*",
                "errand.prices.old.input", "4",
                "errand.prices.old.output", "0"));

    Usage million = new Usage(1_000_000L, null, null);
    assertEquals("1", cost(prices, "claude", million));
    assertEquals("2", cost(prices, "gpt-5-mini", million));
    assertEquals("3", cost(prices, "gpt-4.1", million));
    assertEquals("1", cost(prices, "gpt-4x1", million));
    assertEquals("4", cost(prices, "gpt-5", million));
    assertEquals("4", cost(prices, "gpt-3.5", million));
    assertEquals(Optional.empty(), prices(MINI).cost("gpt-5", million));
  }

  @Test
  void variablesNameModels() {
    Prices prices =
        prices(
            "EUR",
            new EnvConfigSource(
                Map.of(
                    "ERRAND_PRICES_MINI_MODELS", "gpt-5-mini,gpt-4.1*",
                    "ERRAND_PRICES_MINI_INPUT", "8",
                    "ERRAND_PRICES_MINI_CACHED_INPUT", "2",
                    "ERRAND_PRICES_MINI_OUTPUT", "0"),
                300));

    assertEquals("5", cost(prices, "gpt-4.1-nano", new Usage(1_000_000L, 0L, null, 500_000L)));
    assertEquals(Optional.of("EUR"), prices.currency());
  }

  @Test
  void withoutPricesThereIsNoCurrency() {
    assertEquals(Optional.empty(), prices(Map.of()).currency());
    assertEquals(Optional.of("USD"), prices(MINI).currency());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-0.001", "0.0000000001", "1234567890", "1e999999999", "1e-99"})
  void aPriceThatIsNoneIsRejected(String price) {
    for (String of : List.of("input", "cached-input", "output")) {
      Map<String, String> settings = new HashMap<>(MINI);
      settings.put("errand.prices.gpt-5-mini." + of, price);

      ConfigurationException e = assertThrows(ConfigurationException.class, () -> prices(settings));

      assertTrue(
          e.getMessage().startsWith("errand.prices.gpt-5-mini." + of + " is "), e.getMessage());
    }
  }

  @Test
  void aPriceHasBothInputAndOutput() {
    ConfigValidationException e =
        assertThrows(
            ConfigValidationException.class, () -> prices(Map.of("errand.prices.m.input", "1")));

    assertTrue(e.getMessage().contains("errand.prices.m.output"), e.getMessage());
  }

  @Test
  void twoPricesOfAModelAreRejected() {
    Map<String, String> settings = new HashMap<>(MINI);
    settings.put("errand.prices.small.models", "gpt-5-mini");
    settings.put("errand.prices.small.input", "1");
    settings.put("errand.prices.small.output", "1");

    ConfigurationException e = assertThrows(ConfigurationException.class, () -> prices(settings));

    assertTrue(e.getMessage().contains("both have gpt-5-mini"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "usd", "$", "EURO"})
  void aCurrencyIsThreeLetters(String currency) {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> prices(currency, source(MINI)));

    assertTrue(e.getMessage().contains("errand.currency is " + currency), e.getMessage());
  }

  private static String cost(Prices prices, String model, Usage usage) {
    return prices.cost(model, usage).orElseThrow().stripTrailingZeros().toPlainString();
  }

  private static Prices prices(Map<String, String> settings) {
    return prices("USD", source(settings));
  }

  private static ConfigSource source(Map<String, String> settings) {
    return new PropertiesConfigSource(settings, "test", 100);
  }

  private static Prices prices(String currency, ConfigSource source) {
    return new Prices(
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(PricesConfig.class)
            .withSources(source)
            .build()
            .getConfigMapping(PricesConfig.class),
        currency);
  }
}
