package dev.errand.faults;

import java.time.Duration;

/**
 * A temporary fault.
 *
 * @param victim the affected part
 * @param begin starts the fault
 * @param end ends the fault, and returns when the victim works again
 */
record Fault(String name, String victim, Duration lasts, Action begin, Action end) {

  /** An action on the world. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  /** A fault that ends immediately. */
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
