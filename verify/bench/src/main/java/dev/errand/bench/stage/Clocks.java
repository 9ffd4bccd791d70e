package dev.errand.bench.stage;

/** Taking time. */
public final class Clocks {

  private Clocks() {}

  public static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
