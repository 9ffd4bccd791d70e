package dev.errand.e2e.fuzz;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random choices; the same seeds give the same choices. */
final class Chance {

  private final RandomGenerator random;

  Chance(long... seeds) {
    long mixed = 0;
    for (long seed : seeds) {
      mixed = new SplittableRandom(mixed ^ seed).nextLong();
    }
    this.random = new SplittableRandom(mixed);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /** From 0 to the bound, exclusive. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both ends are inclusive. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** Both ends may come. */
  long between(long least, long most) {
    return most == Long.MAX_VALUE ? random.nextLong(least, most) : random.nextLong(least, most + 1);
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
