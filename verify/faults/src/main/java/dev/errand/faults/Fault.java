package dev.errand.faults;

import java.time.Duration;

/**
 * Something that breaks, for a while.
 *
 * @param victim whom it strikes
 * @param begin strikes
 * @param end heals, and returns when what was struck serves again
 */
record Fault(String name, String victim, Duration lasts, Action begin, Action end) {

  /** What is done to the world. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  /** One that is over at once. */
  static Fault momentary(String name, String victim, Action action) {
    return new Fault(name, victim, Duration.ZERO, action, () -> {});
  }

  void strike() {
    perform(begin);
  }

  void heal() {
    perform(end);
  }

  private static void perform(Action action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
