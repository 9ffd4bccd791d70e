package dev.errand.price;

import dev.errand.job.Usage;
import dev.errand.lane.Glob;
import dev.errand.price.PricesConfig.PriceConfig;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The configured prices. Created when the service starts, so that an invalid setting prevents that.
 */
@Startup
@Singleton
public class Prices {

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  /** More digits are no price, and would cost time with each call. */
  private static final int DIGITS = 9;

  private final String currency;

  /** By the names of models; patterns are tried after these. */
  private final Map<String, Price> byName = new HashMap<>();

  private final List<Pricing> byPattern;

  private record Pricing(String setting, Glob models, Price price) {}

  /**
   * Reads the configuration.
   *
   * @throws ConfigurationException if a price is negative, or a model has two
   */
  @Inject
  public Prices(
      PricesConfig config,
      @ConfigProperty(name = "errand.currency", defaultValue = "USD") String currency) {
    if (!CURRENCY.matcher(currency).matches()) {
      throw new ConfigurationException(
          "errand.currency is %s, but must be three capital letters such as USD"
              .formatted(currency));
    }
    this.currency = currency;
    Map<Glob, Pricing> byGlob = new HashMap<>();
    config.prices().forEach((name, price) -> add(name, price, byGlob));
    byGlob.values().stream()
        .filter(each -> each.models().isName())
        .forEach(each -> byName.put(each.models().text(), each.price()));
    byPattern =
        byGlob.values().stream()
            .filter(each -> !each.models().isName())
            .sorted(
                Comparator.<Pricing>comparingLong(each -> each.models().literals())
                    .reversed()
                    .thenComparing(each -> each.models().text()))
            .toList();
  }

  /** The currency of all prices; empty if there are none. */
  public Optional<String> currency() {
    return byName.isEmpty() && byPattern.isEmpty() ? Optional.empty() : Optional.of(currency);
  }

  /**
   * What a call cost, exactly, in the currency; empty if its model has no price, or its provider
   * reported no tokens.
   */
  public Optional<BigDecimal> cost(String model, Usage usage) {
    return price(model).flatMap(price -> price.of(usage));
  }

  private Optional<Price> price(String model) {
    return Optional.ofNullable(byName.get(model))
        .or(
            () ->
                byPattern.stream()
                    .filter(each -> each.models().matches(model))
                    .findFirst()
                    .map(Pricing::price));
  }

  private static void add(String name, PriceConfig config, Map<Glob, Pricing> byGlob) {
    String setting = "errand.prices.%s.".formatted(name);
    BigDecimal input = checked(setting + "input", config.input());
    Price price =
        new Price(
            input,
            config.cachedInput().map(it -> checked(setting + "cached-input", it)).orElse(input),
            checked(setting + "output", config.output()));
    for (String glob : config.models().orElse(List.of(name))) {
      Pricing one = new Pricing(setting + "models", new Glob(glob), price);
      Pricing other = byGlob.putIfAbsent(one.models(), one);
      if (other != null && !other.setting().equals(one.setting())) {
        throw new ConfigurationException(
            "%s and %s both have %s: take it from one of them"
                .formatted(other.setting(), one.setting(), glob));
      }
    }
  }

  private static BigDecimal checked(String setting, BigDecimal price) {
    if (price.signum() < 0
        || price.scale() > DIGITS
        || (long) price.precision() - price.scale() > DIGITS) {
      throw new ConfigurationException(
          "%s is %s, but must be 0 or more, with at most %d digits on each side of the point"
              .formatted(setting, price, DIGITS));
    }
    return price;
  }
}
