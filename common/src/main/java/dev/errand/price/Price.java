package dev.errand.price;

import dev.errand.job.Usage;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a million tokens of a model cost. */
record Price(BigDecimal input, BigDecimal cachedInput, BigDecimal output) {

  private static final int MILLION = 6;

  /** What a call cost, exactly; empty if the provider reported no tokens. */
  Optional<BigDecimal> of(Usage usage) {
    if (usage.inputTokens() == null && usage.outputTokens() == null) {
      return Optional.empty();
    }
    long in = orZero(usage.inputTokens());
    long cached = Math.min(in, orZero(usage.cachedTokens()));
    BigDecimal cost =
        times(input, in - cached)
            .add(times(cachedInput, cached))
            .add(times(output, orZero(usage.outputTokens())));
    return Optional.of(cost.movePointLeft(MILLION));
  }

  private static BigDecimal times(BigDecimal price, long tokens) {
    return price.multiply(BigDecimal.valueOf(tokens));
  }

  private static long orZero(@Nullable Long tokens) {
    return tokens == null ? 0 : tokens;
  }
}
