package dev.errand.api.submit;

/**
 * What a reader found for one value.
 *
 * @param <T> the expected type
 */
sealed interface Given<T> {

  /** The value was left out. */
  record Nothing<T>() implements Given<T> {}

  /** A value of the type, unchecked. */
  record Value<T>(T value) implements Given<T> {}

  /**
   * A value of another type.
   *
   * @param what its type, for humans: {@code a string}
   */
  record Other<T>(String what) implements Given<T> {}

  static <T> Given<T> nothing() {
    return new Nothing<>();
  }

  static <T> Given<T> value(T value) {
    return new Value<>(value);
  }

  static <T> Given<T> other(String what) {
    return new Other<>(what);
  }

  /** Whether a value was found. */
  default boolean isThere() {
    return !(this instanceof Nothing);
  }
}
