package dev.errand.price;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.NotBlank;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code errand.prices.<price>.*}: must be the same for the API service and the workers. */
@ConfigMapping(prefix = "errand.prices")
public interface PricesConfig {

  /** The prices by name. */
  @WithParentName
  Map<String, PriceConfig> prices();

  /** One price, in {@code errand.currency} for a million tokens. */
  interface PriceConfig {

    /**
     * The models that it holds for: globs as those of lanes. If those of several prices match, the
     * one with the most literal characters wins. Without it, the price's name is the glob.
     */
    Optional<List<@NotBlank String>> models();

    /** Of the request's tokens. */
    BigDecimal input();

    /** Of those that the provider read from its cache. Without it, as {@code input}. */
    Optional<BigDecimal> cachedInput();

    /** Of the answer's tokens; 0 for models that make none, such as those of embeddings. */
    BigDecimal output();
  }
}
