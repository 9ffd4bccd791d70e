package dev.errand.bench;

/** Taking time. */
final class Clocks {

  private Clocks() {}

  static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
